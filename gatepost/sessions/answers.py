"""How tokens are handed out, and how sessions are shown."""

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class AccessToken(TypedDict):
    """A fresh access token."""

    access_token: str


class TokenPair(TypedDict):
    """An access token, and the refresh token that brings the next one."""

    access_token: str
    refresh_token: str


class SessionData(TypedDict):
    """A live session. Its device is named by what the program there said of itself."""

    id: str
    device: str
    user_agent: str
    address: str
    created_at: Moment
    last_used_at: Moment
    expires_at: Moment
    current: bool
    authenticated_by: list[str]


class SessionsAnswer(TypedDict):
    """The live sessions of a user."""

    data: list[SessionData]
    message: str
    status: int


class Ended(TypedDict):
    """How many sessions have ended."""

    ended: int


class EndedAnswer(TypedDict):
    """How many sessions have ended, and in words."""

    data: Ended
    message: str
    status: int
