"""The caller and the client of a request: plain data that routes pass down to deeds. The request's id is beside it."""

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from gatepost.permissions import ADMINISTRATOR

NO_REQUEST = "-"
ONE_FACTOR, TWO_FACTORS = "aal1", "aal2"
"""How strong a log-in was: the claim ``acr`` (RFC 9470)."""

NOT_READ = ""

request_id: ContextVar[str] = ContextVar("request_id", default=NO_REQUEST)
"""The id of the present request, as in its log lines and its answer; ``-`` outside a request."""


@dataclass(frozen=True, slots=True)
class Client:
    """The program that sent the request."""

    address: str
    user_agent: str
    languages: str = ""  # the header Accept-Language, unchecked
    device: str = ""  # the device token that it sent, unverified
    in_cookie: bool = False  # at a log-in: it asks for its session in a cookie
    session_cookie: str = ""  # then: the session cookie that it has until now, unverified
    scope: str | None = None  # at a log-in: names of scopes, if its session is to do less than its user may
    audience: str | None = None  # at a log-in: the service that its access tokens are for, if not this one


class SessionCookie(NamedTuple):
    """A session in a cookie, as its browser is given it. *value* is secret, and *enrolling* is that of Caller."""

    value: str
    user_uuid: str
    authenticated_at: datetime
    ends_at: datetime
    enrolling: bool


class ClientCredentials(NamedTuple):
    """The ``client_id`` of another service, and its secret if it sent one; both unverified."""

    client_id: str
    secret: str | None


@dataclass(frozen=True, slots=True)
class Caller:
    """The signed-in user of a request, as stored at this moment; *amr* and *acr* are those of the token.

    *roles* are the names of those that they hold, with blanks between; *enrolling*: they may only enrol a second
    factor. *cookie_digest*: of the secret in the session cookie by which they are known; None for an access token.
    *actor* is the uuid of the member of staff who acts as them by this token (RFC 8693 section 4.1).
    *scope* is that of a personal token, which has no session, or of a session that asked for less; None: they may do
    here all that their roles allow.
    *fields*: the stored text of their declared fields, or None; empty if it was not read (users/stored_fields.py).
    """

    uuid: str
    username: str
    mobile: str | None
    email: str | None
    gender: str | None
    roles: str
    session_id: str
    authenticated_at: datetime
    amr: tuple[str, ...] = ()
    acr: str = ONE_FACTOR
    enrolling: bool = False
    cookie_digest: str | None = None
    scope: frozenset[str] | None = None
    actor: str | None = None
    fields: str | None = NOT_READ

    @property
    def is_admin(self) -> bool:
        return ADMINISTRATOR in self.roles.split()

    @property
    def acting(self) -> str:
        """The uuid of the person who does what this request does."""
        return self.actor or self.uuid

    @property
    def told_roles(self) -> str:
        """The roles that other services are told: none where a scope holds, because it may do less than they."""
        return self.roles if self.scope is None else ""

    @property
    def role(self) -> str:
        """``admin`` or ``user``, for services that know no other roles."""
        return "admin" if ADMINISTRATOR in self.told_roles.split() else "user"
