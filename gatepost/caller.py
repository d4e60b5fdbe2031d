"""The caller and the client of a request: plain data that routes pass down to deeds. The request's id is beside it."""

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

NO_REQUEST = "-"
ONE_FACTOR, TWO_FACTORS = "aal1", "aal2"
"""How strong a log-in was: the claim ``acr`` (RFC 9470)."""

request_id: ContextVar[str] = ContextVar("request_id", default=NO_REQUEST)
"""The id of the present request, as in its log lines and its answer; ``-`` outside a request."""


@dataclass(frozen=True, slots=True)
class Client:
    """The program that sent the request."""

    address: str
    user_agent: str
    languages: str = ""  # the header Accept-Language, unchecked
    device: str = ""  # the device token that it sent, unverified


class ClientCredentials(NamedTuple):
    """The ``client_id`` of another service, and its secret if it sent one; both unverified."""

    client_id: str
    secret: str | None


@dataclass(frozen=True, slots=True)
class Caller:
    """The signed-in user of a request, as stored at this moment; *amr* and *acr* are those of the token.

    *enrolling*: they may only enrol a second factor.
    """

    uuid: str
    username: str
    mobile: str | None
    email: str | None
    gender: str | None
    role: str
    session_id: str
    authenticated_at: datetime
    amr: tuple[str, ...] = ()
    acr: str = ONE_FACTOR
    enrolling: bool = False

    @property
    def is_admin(self) -> bool:
        return self.role == "admin"
