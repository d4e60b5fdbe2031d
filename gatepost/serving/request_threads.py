"""The threads in which Flask serves requests, as plain WSGI."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from gatepost.http.bulkhead import OVERLOADED, REFUSED_AS
from gatepost.http.present import Environ

WSGI = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
_MOST_BYTES = 16 * 1024 * 1024  # of the bodies that wait; a request beyond them is refused


class Response(NamedTuple):
    """The answer of a WSGI application."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def run(application: WSGI, environ: Environ) -> Response:
    """The answer of *application*."""
    begun: list[tuple[str, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], _exc_info: Any = None) -> None:
        begun[:] = [(status, headers)]

    parts = application(environ, start)
    try:
        body = b"".join(parts)
    finally:
        if (close := getattr(parts, "close", None)) is not None:
            close()
    ((status, headers),) = begun
    return Response(int(status[:3]), headers, body)


class RequestThreads:
    """*count* threads that serve requests, the first to come first. A request that waits for one costs its body."""

    def __init__(self, name: str, application: WSGI, count: int) -> None:
        self._application = application
        self._pool, self._count = ThreadPoolExecutor(count, thread_name_prefix=name), count
        self._inside, self._waiting_bytes = 0, 0

    async def serve(self, environ: Environ) -> Response:
        """Serve this request in a thread. If the bodies that wait take too much memory, refuse it."""
        size = environ["wsgi.input"].getbuffer().nbytes
        if self._waiting_bytes + size > _MOST_BYTES:
            environ[REFUSED_AS] = OVERLOADED
            return run(self._application, environ)
        self._waiting_bytes += size
        self._inside += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, run, self._application, environ)
        finally:
            self._waiting_bytes -= size
            self._inside -= 1

    def free(self) -> int:
        """How many threads serve nothing."""
        return max(0, self._count - self._inside)

    def waiting(self) -> int:
        """How many requests wait for a thread."""
        return max(0, self._inside - self._count)

    def later(self, do: Callable[[], object]) -> None:
        """Do this in one of the threads."""
        self._pool.submit(do)
