"""Logging in with other providers: OpenID Connect, and GitHub. Every log-in ends in login/complete.py."""
