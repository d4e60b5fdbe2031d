"""Passkeys, by an authenticator in software and by a browser."""
