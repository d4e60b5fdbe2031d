"""The errors of a verifier. Their words are for logs, and hold nothing of the token."""


class InvalidToken(Exception):
    """The token is not one of this issuer's access tokens for us, or no longer: 401 ``invalid_token`` (RFC 6750)."""


class ReauthenticationRequired(InvalidToken):
    """The token is good, but its user logged in too long ago: 401 ``insufficient_user_authentication`` (RFC 9470)."""


class InsufficientScope(Exception):
    """The token is good, but its ``scope`` lacks what was asked for: 403 ``insufficient_scope`` (RFC 6750)."""


class KeysUnavailable(Exception):
    """The token can be neither verified nor refused now, because the issuer's keys cannot be fetched: 503."""
