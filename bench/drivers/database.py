"""A private server with users and sessions, and the service's own statements with values for them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, insert, select

from bench import databases
from bench.subjects.gatepost import Gatepost
from gatepost import clock
from gatepost.sessions.authenticate import CALLER
from gatepost.sessions.models import Session
from gatepost.sessions.refresh import _ROTATE
from gatepost.users.models import User
from tests.servers import own
from tests.servers.access import USER

SIZES = (1, 16)  # sessions of a look-up
_ROTATED = 32  # sessions that one thread rotates
_NAME = "gatepost"
Statements = dict[str, tuple[str, list[Any]]]


@dataclass(frozen=True)
class Database:
    """Where the server is, and the sessions in it."""

    address: tuple[str, int, str, str, str]
    engine: Engine
    sessions: list[str]
    version: str

    def statements(self, thread: int) -> Statements:
        """The requests that a *thread* sends. No two threads rotate the same session."""
        found = {f"look-up-{size}": self._look_up(size) for size in SIZES}
        own = self.sessions[thread * _ROTATED : (thread + 1) * _ROTATED]
        return found | {"rotate": self._rotation(own)}

    def _look_up(self, size: int) -> tuple[str, list[Any]]:
        prepared = CALLER._without._many[size]._prepared[self.engine.dialect]  # noqa: SLF001  just what the service sends
        begins = range(0, len(self.sessions) - size, size)
        keys = [self.sessions[begin : begin + size] for begin in begins]
        named = [{f"session_{place}": key for place, key in enumerate(each)} for each in keys]
        return prepared.sql, [_plain(prepared.bound(values)) for values in named]

    def _rotation(self, sessions: list[str]) -> tuple[str, list[Any]]:
        """Values that change each session, and then each back, so that they can be sent in turn for ever."""
        prepared, now = _ROTATE._prepared[self.engine.dialect], clock.now()  # noqa: SLF001
        values = [
            {
                "session_id": session,
                "parent": parent,
                "successor": successor,
                "sealed": "s" * 600,
                "ancestors": f"{place}" * 200,
                "now": now + timedelta(seconds=place),
            }
            for place, (parent, successor) in enumerate((("0" * 64, "1" * 64), ("1" * 64, "0" * 64)))
            for session in sessions
        ]
        return prepared.sql, [_plain(prepared.bound(each)) for each in values]


def _plain(values: Any) -> Any:
    """*values* without SQLAlchemy's own kinds of text, which a worker does not know."""
    return {str(name): value for name, value in values.items()} if isinstance(values, dict) else values


@contextmanager
def filled(kind: str, folder: Path) -> Iterator[Database]:
    """A server of this *kind* (mariadb or postgresql) with the bench's users and a session of each."""
    with own.start(kind) as server:
        url = server.create_database(_NAME)
        Gatepost({}, databases.Database(url)).seed(folder)
        engine = create_engine(url)
        with engine.begin() as connection:
            sessions = [_session(place, uuid) for place, uuid in enumerate(connection.scalars(select(User.uuid)))]
            connection.execute(insert(Session), sessions)
            connection.exec_driver_sql("ANALYZE TABLE sessions, users" if kind == "mariadb" else "ANALYZE")
            version = ".".join(map(str, engine.dialect.server_version_info or ()))
        address = ("127.0.0.1", server.port, USER, server.access.password, _NAME)
        yield Database(address, engine, [str(each["id"]) for each in sessions], version)
        engine.dispose()


def _session(place: int, uuid: str) -> dict[str, Any]:
    now = clock.now()
    return {
        "id": f"{place:032}",
        "user_uuid": uuid,
        "created_at": now,
        "authenticated_at": now,
        "last_used_at": now,
        "expires_at": now + timedelta(days=30),
        "authenticated_by": "pwd",
        "address": "127.0.0.1",
        "user_agent": "bench",
        "refresh_digest": "0" * 64,
    }
