"""Health checks for monitors and load balancers: liveness and readiness."""

from collections.abc import Callable

from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from gatepost.api.room import Room
from gatepost.database import is_unavailable
from gatepost.errors import Unavailable
from gatepost.http.access import PUBLIC


class HealthAnswer(TypedDict):
    status: str


class NotReady(Unavailable):
    """Send requests to another server until this passes."""

    code, message = "not_ready", "The database is away, or its tables are not up to date."


def health_room(is_ready: Callable[[], bool]) -> Room:
    """The two endpoints; *is_ready* tells whether the database answers and is migrated."""
    room = Room("health")

    @room.get("/healthz", access=PUBLIC, limit="6000/minute", answer=HealthAnswer)
    def healthz() -> HealthAnswer:
        """Tell that the process is alive."""
        return {"status": "ok"}

    @room.get("/readyz", access=PUBLIC, limit="600/minute", answer=HealthAnswer, refuses=(NotReady,))
    def readyz() -> HealthAnswer:
        """Tell whether requests can be served: the database answers and its tables are up to date."""
        try:
            ready = is_ready()
        except Exception as error:
            if not is_unavailable(error):
                raise
            ready = False
        if not ready:
            raise NotReady
        return {"status": "ready"}

    return room
