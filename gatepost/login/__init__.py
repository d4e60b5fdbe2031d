"""Logging in. Every way ends in complete.py."""
