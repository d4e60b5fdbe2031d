"""A bulkhead for requests that hash a password: they never take the threads of other requests.

Such a request holds its thread while it waits. So there is a slot for each that may hash or wait, and a thread for
each slot beside the threads that serve everything else. A request that finds no free slot is refused at once.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from queue import Empty, SimpleQueue
from typing import Any, Protocol

from gatepost.errors import TooManyPasswords
from gatepost.http.present import present
from gatepost.http.request_log import note_refusal

WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Refuse = Callable[[Callable[..., Any]], Iterable[bytes]]

REFUSED = "gatepost.refused"  # set by a server that has already found no free slot
REFUSED_AS = "gatepost.refused_as"  # set by a server to one of the next two: the request is refused as such
OVERLOADED, MALFORMED = "overloaded", "malformed"  # too many requests wait; the body is not whole


class Hashing(Protocol):
    """The part of an endpoint's declaration that the bulkhead needs."""

    @property
    def method(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def hashes(self) -> bool: ...


class Bulkhead:
    """The slots of one process."""

    def __init__(self, count: int, endpoints: Iterable[Hashing]) -> None:
        self.count = count
        self._free: SimpleQueue[None] = SimpleQueue()
        for _ in range(count):
            self._free.put(None)
        self._routes = {
            (endpoint.method, endpoint.path.rstrip("/") + end): endpoint.path
            for endpoint in endpoints
            if endpoint.hashes
            for end in ("", "/")
        }

    @property
    def taken(self) -> int:
        """How many slots are taken at this moment."""
        return self.count - self._free.qsize()

    def guard(self, endpoint: Hashing, view: Callable[..., Any]) -> Callable[..., Any]:
        """Wrap *view*, so that it runs in a slot. Raises TooManyPasswords at once if no slot is free."""

        @wraps(view)
        def in_slot(**given: Any) -> Any:
            try:
                self._free.get_nowait()
            except Empty:
                present()["gatepost.route"] = endpoint.path
                raise TooManyPasswords from None
            try:
                return view(**given)
            finally:
                self._free.put(None)

        return in_slot

    def before(self, application: WSGI, refuse: Refuse, refuse_as: Mapping[str, Refuse]) -> WSGI:
        """Wrap *application*: *refuse* before Flask if no slot is free, because under load a refusal must be cheap.

        *refuse_as* refuses any request that the server has marked.
        """
        none_free, routes = self._free.empty, self._routes

        def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            if none_free() or REFUSED in environ:
                route = routes.get((environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")))
                if route is not None:
                    environ["gatepost.route"] = route
                    note_refusal(environ, TooManyPasswords.code)
                    return refuse(start_response)
            if REFUSED_AS in environ:
                return refuse_as[environ[REFUSED_AS]](start_response)
            return application(environ, start_response)

        return serve

    def hashes(self, environ: dict[str, Any]) -> bool:
        """Whether this request may hash. Its head is enough: the body need not be read yet."""
        return (environ["REQUEST_METHOD"], environ["PATH_INFO"]) in self._routes
