"""Registering and activating an account."""
