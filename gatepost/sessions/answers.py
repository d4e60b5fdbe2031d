"""How tokens are handed out."""

from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12


class AccessToken(TypedDict):
    """A fresh access token."""

    access_token: str


class TokenPair(TypedDict):
    """An access token, and the refresh token that brings the next one."""

    access_token: str
    refresh_token: str
