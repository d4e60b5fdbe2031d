"""Who asks, and from where: plain data that is handed down from the web to the deeds."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Client:
    """The program at the other end."""

    address: str
    user_agent: str
    languages: str = ""  # what it says in Accept-Language, as it came
    device: str = ""  # the device token that it sends, as it came


class ClientCredentials(NamedTuple):
    """What another service says it is (``client_id``), and its secret if it sent one."""

    client_id: str
    secret: str | None


@dataclass(frozen=True, slots=True)
class Caller:
    """The signed-in user behind a request, as the database knows them at this moment."""

    uuid: str
    username: str
    mobile: str | None
    email: str | None
    gender: str | None
    role: str
    session_id: str
    authenticated_at: datetime

    @property
    def is_admin(self) -> bool:
        return self.role == "admin"
