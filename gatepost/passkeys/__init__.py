"""Passkeys (WebAuthn): added, listed, renamed and removed. The log-in with one is in login/passkey.py."""
