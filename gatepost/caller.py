"""Who asks, and from where: plain data that is handed down from the web to the deeds."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Client:
    """The program at the other end."""

    address: str
    user_agent: str


@dataclass(frozen=True, slots=True)
class Caller:
    """The signed-in user behind a request, as the database knows them at this moment."""

    uuid: str
    username: str
    mobile: str
    email: str | None
    gender: str | None
    role: str
    session_id: str
    authenticated_at: datetime

    @property
    def is_admin(self) -> bool:
        return self.role == "admin"
