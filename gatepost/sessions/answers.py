"""How tokens are handed out, and how sessions are shown."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class AccessToken(TypedDict):
    """A fresh access token. *scope* is there if its log-in asked for one: what holds of it (RFC 6749 section 5.1)."""

    access_token: str
    scope: NotRequired[str]


class TokenPair(TypedDict):
    """An access token, and the refresh token that brings the next one. *scope* is as above."""

    access_token: str
    refresh_token: str
    scope: NotRequired[str]


class ToldScope(TypedDict):
    """The member *scope* of these answers, if there is one."""

    scope: NotRequired[str]


def told_scope(asked: str | None, claims: Mapping[str, Any]) -> ToldScope:
    """The client of a session is told this of the scope that it *asked* for; *claims* are those of its access token."""
    return {} if asked is None else {"scope": claims["scope"]}


class RenewedSession(TypedDict):
    """A fresh token of the session; or, if it is in a cookie, the CSRF token that goes with its new cookie."""

    access_token: NotRequired[str]
    csrf_token: NotRequired[str]


class OwnSessionData(TypedDict):
    """The session of the request. *enrolling*: its user may only enrol a second factor.

    A page sends *csrf_token* with each change (`Gatepost-CSRF`). It is there if the session is in a cookie. *scope* is
    there if the log-in asked for one.
    """

    uuid: str
    authenticated_at: Moment
    enrolling: bool
    csrf_token: NotRequired[str]
    scope: NotRequired[list[str]]


class OwnSession(TypedDict):
    """The session of the request. After a log-in its cookie is in the header `Set-Cookie`, and nowhere else."""

    data: OwnSessionData
    message: str
    status: int


LoggedIn = Annotated[TokenPair | OwnSession, Field(title="LoggedIn")]
"""By ``session`` of the body: tokens, or the session in a cookie."""

Reauthenticated = Annotated[AccessToken | OwnSession, Field(title="Reauthenticated")]
"""A fresh token, or the session with another cookie."""


class AskedData(TypedDict):
    """The scope and the audience of a session; each is there if its log-in asked for one."""

    scope: NotRequired[list[str]]
    audience: NotRequired[str]


class SessionData(AskedData):
    """A live session. Its device is named by what the program there said of itself. *kind*: what it holds.

    An `impersonation` is one in which staff act as the user, for a quarter of an hour at most.
    """

    id: str
    kind: Literal["tokens", "cookie", "impersonation"]
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
