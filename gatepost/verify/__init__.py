"""Verify access tokens in another service in Python, without asking Gatepost about each request.

    verifier = Verifier("https://accounts.example.org")
    claims = verifier.verify(token)  # raises InvalidToken, KeysUnavailable

Nothing of Gatepost is imported here, only PyJWT and cryptography: the folder may be copied into a project as it is.

It cannot know whether the session has ended since the token was issued. A token lasts a quarter of an hour by default,
and passes here until it expires, after a logout, too. Where that is too long, ask Gatepost.
"""

from .refusals import InsufficientScope, InvalidToken, KeysUnavailable, ReauthenticationRequired
from .verifier import Verifier

__all__ = ["InsufficientScope", "InvalidToken", "KeysUnavailable", "ReauthenticationRequired", "Verifier"]
