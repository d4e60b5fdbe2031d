"""What a verifier says in the place of claims. The words are for logs, and hold nothing of the token."""


class InvalidToken(Exception):
    """The token is not one of this issuer's access tokens for us, or no longer: 401 ``invalid_token`` (RFC 6750)."""


class ReauthenticationRequired(InvalidToken):
    """The token is good, but its user logged in too long ago: 401 ``insufficient_user_authentication`` (RFC 9470)."""


class KeysUnavailable(Exception):
    """Nobody can say now whether the token is good, as the issuer's keys cannot be had: 503."""
