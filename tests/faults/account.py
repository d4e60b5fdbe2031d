"""The knowledge that a client has of its account, from the answers that it got."""

from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """The state by the last answer; *unknown* if the answer to a request that changes it was lost."""

    THERE = "there"
    GONE = "gone"
    UNKNOWN = "unknown"


@dataclass
class Session:
    """A session, by its newest tokens."""

    access_token: str
    refresh_token: str
    state: State = State.THERE
    answer_lost: bool = False  # of the last refresh: the same token is sent again

    def end(self, state: State) -> None:
        if self.state is not State.GONE:
            self.state = state


@dataclass
class Account:
    """An account that was acknowledged. A value is one of several while the answer to its change is unknown."""

    uuid: str
    username: str
    passwords: list[str]
    emails: list[str | None] = field(default_factory=lambda: [None])
    sessions: list[Session] = field(default_factory=list)
    state: State = State.THERE

    @property
    def living(self) -> list[Session]:
        return [session for session in self.sessions if session.state is State.THERE]

    @property
    def password(self) -> str | None:
        """The password, if it is known for certain."""
        return self.passwords[0] if len(self.passwords) == 1 else None
