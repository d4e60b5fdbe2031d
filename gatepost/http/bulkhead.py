"""A bulkhead for requests that hash a password: they never take the threads of other requests.

Such a request holds its thread while it waits. So there is a slot for each that may hash or wait, and a thread for
each slot beside the threads that serve everything else. A request that finds no free slot is refused at once.
A server that bounds concurrent requests gives each a permit; a request with a slot returns its permit to others.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from queue import Empty, SimpleQueue
from typing import Any, Protocol

from flask import request

from gatepost.errors import TooManyPasswords

WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

RELEASE_AND_ACQUIRE = "gatepost.permit"  # the two functions of a server that bounds concurrent requests
REFUSED = "gatepost.refused"  # set by a server that has already found no free slot


class Hashing(Protocol):
    """The part of an endpoint's declaration that the bulkhead needs."""

    @property
    def method(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def hashes(self) -> bool: ...


def _no_permit() -> None:
    """This server does not bound concurrent requests."""


_NO_PERMITS = _no_permit, _no_permit


class Bulkhead:
    """The slots of one process."""

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

    def guard(self, endpoint: Hashing, view: Callable[..., Any]) -> Callable[..., Any]:
        """Wrap *view*, so that it runs in a slot. Raises TooManyPasswords at once if no slot is free."""

        @wraps(view)
        def in_slot(**given: Any) -> Any:
            try:
                self._free.get_nowait()
            except Empty:
                request.environ["gatepost.route"] = endpoint.path
                raise TooManyPasswords from None
            release_permit, acquire_permit = request.environ.get(RELEASE_AND_ACQUIRE, _NO_PERMITS)
            release_permit()
            try:
                return view(**given)
            finally:
                self._free.put(None)
                acquire_permit()

        return in_slot

    def before(self, application: WSGI, refuse: Callable[[Callable[..., Any]], Iterable[bytes]]) -> WSGI:
        """Wrap *application*: *refuse* before Flask if no slot is free, because under load a refusal must be cheap."""
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
        """Whether no slot is free for this request. Its head is enough: the body need not be read yet."""
        return self._free.empty() and (environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")) in self._routes
