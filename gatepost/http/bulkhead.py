"""Requests that hash a password: no more at once than leave threads for all others.

Such a request holds its thread while it waits. So there is a seat for each that may hash or wait, and a thread for
each seat beside those that serve everything else; who finds no seat is refused before anything is done for them.
Where the server bounds what it serves at once, a request with a seat leaves its place there to others.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from queue import Empty, SimpleQueue
from typing import Any, Protocol

from flask import request

from gatepost.errors import TooManyPasswords

WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

LEAVE_AND_RETURN = "gatepost.place"  # where a server puts its pair of functions, if what it serves at once is bounded
REFUSED = "gatepost.refused"  # what a server sets of a request that it has found to be refused


class Hashing(Protocol):
    """What is declared of an endpoint, as far as it decides whether it needs a seat."""

    @property
    def method(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def hashes(self) -> bool: ...


def _stay() -> None:
    """Nothing to leave."""


_NO_PLACES = _stay, _stay


class Bulkhead:
    """The seats of one process."""

    def __init__(self, count: int, endpoints: Iterable[Hashing]) -> None:
        self._free: SimpleQueue[None] = SimpleQueue()
        for _ in range(count):
            self._free.put(None)
        self._routes = {
            (endpoint.method, endpoint.path.rstrip("/") + end): endpoint.path
            for endpoint in endpoints
            if endpoint.hashes
            for end in ("", "/")
        }

    def needed_for(self, endpoint: Hashing, view: Callable[..., Any]) -> Callable[..., Any]:
        """The *view* of this endpoint, from a seat. Raises TooManyPasswords at once when none is free."""

        @wraps(view)
        def seated(**given: Any) -> Any:
            try:
                self._free.get_nowait()
            except Empty:
                request.environ["gatepost.route"] = endpoint.path
                raise TooManyPasswords from None
            leave_place, return_to_place = request.environ.get(LEAVE_AND_RETURN, _NO_PLACES)
            leave_place()
            try:
                return view(**given)
            finally:
                self._free.put(None)
                return_to_place()

        return seated

    def before(self, application: WSGI, refuse: Callable[[Callable[..., Any]], Iterable[bytes]]) -> WSGI:
        """The same refusal a moment earlier, by *refuse*, without Flask: in a storm it must cost next to nothing."""
        none_free, routes = self._free.empty, self._routes

        def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            if none_free() or REFUSED in environ:
                route = routes.get((environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")))
                if route is not None:
                    environ["gatepost.route"] = route
                    return refuse(start_response)
            return application(environ, start_response)

        return serve

    def refuses(self, environ: dict[str, Any]) -> bool:
        """Whether there is no seat for this request now, of which nothing but its head needs to be there."""
        return self._free.empty() and (environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")) in self._routes
