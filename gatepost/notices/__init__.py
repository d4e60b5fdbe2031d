"""Notices to users about their accounts."""
