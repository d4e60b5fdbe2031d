"""Telling users what happened to their accounts."""
