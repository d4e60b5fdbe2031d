"""Health checks for monitors and load balancers: liveness and readiness."""

from collections.abc import Callable

import structlog
from flask import current_app
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from gatepost.api.readiness import Readiness
from gatepost.api.room import Room
from gatepost.database import has_disk_space, is_unavailable, may_be_written
from gatepost.errors import ForPrograms, Unavailable
from gatepost.http.access import PUBLIC
from gatepost.http.limits import Unlimited
from gatepost.settings import settings
from gatepost.threads import ended_threads

PROBES = frozenset({"/healthz", "/healthz/", "/readyz", "/readyz/"})  # a server answers them before all others
_READINESS = "gatepost.readiness"

log = structlog.get_logger("gatepost")


class HealthAnswer(TypedDict):
    status: str


class NotReady(Unavailable):
    """Send requests to another server until this passes."""

    code = "not_ready"
    message = ForPrograms("The database is away or takes no writes, or its tables are not up to date.")


class DiskFull(NotReady):
    """The disk of a SQLite database is full: nothing can be written until there is room."""

    message = ForPrograms("The disk of the database is full.")


class ThreadEnded(NotReady):
    """A background thread of this process has ended. The log names it (`thread.ended`). Restart the process."""

    message = ForPrograms("A background thread has ended: restart this process.")


def health_room(is_ready: Callable[[], bool]) -> Room:
    """The two endpoints; *is_ready* tells whether the database takes writes and is migrated."""
    room = Room("health")

    @room.get("/healthz", access=PUBLIC, limit=Unlimited("it is cheap, and monitors ask often"), answer=HealthAnswer)
    def healthz() -> HealthAnswer:
        """Tell that the process is alive."""
        return {"status": "ok"}

    @room.get(
        "/readyz",
        access=PUBLIC,
        limit=Unlimited("one check runs at a time, and monitors ask often"),
        answer=HealthAnswer,
        refuses=(NotReady, DiskFull, ThreadEnded),
    )
    def readyz() -> HealthAnswer:
        """Tell whether requests can be served: the database takes writes, with up-to-date tables and room on its disk.

        It is answered within two seconds, and denied if a background thread has ended.
        """
        if ended := ended_threads():
            log.error("thread.ended", threads=ended)
            raise ThreadEnded
        if not (_readiness(is_ready).is_ready() and may_be_written(settings)):
            raise NotReady
        if not has_disk_space(settings):
            raise DiskFull
        return {"status": "ready"}

    return room


def _readiness(is_ready: Callable[[], bool]) -> Readiness:
    def check() -> bool:
        try:
            return is_ready()
        except Exception as error:
            if not is_unavailable(error):
                raise
            return False

    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  Flask's documented way
    found: Readiness = app.extensions.setdefault(_READINESS, Readiness(app, check))
    return found
