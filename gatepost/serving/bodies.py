"""Bodies are read whole before a request is served, in the event loop: a slow client costs no thread.

Each has ``REQUEST_TIMEOUT``. Where many are read at once, the oldest have less, because a connection is a place, too.
Granian tells that a chunked body is malformed or ends early only if it is read at once, whatever its size. So the
memory of the process is watched meanwhile.
"""

import asyncio
from asyncio import Timeout
from io import BytesIO
from pathlib import Path
from typing import Any

import structlog

from gatepost import clock
from gatepost.http.body import MAX_BYTES, MOST_DISCARDED, WHOLE, is_cut_short
from gatepost.http.bulkhead import MALFORMED, REFUSED_AS
from gatepost.http.present import Environ

_MOST_SLOW = 128  # bodies that may take the whole time; if there are more, the oldest are given up sooner
_AT_LEAST = 1.0  # seconds that each body has, however many there are
_PERIOD, _SHORT_PERIOD = 0.25, 0.01  # seconds between two looks; the second one at the memory
_MOST_GROWTH = 64 * 1024 * 1024  # bytes that chunked bodies may take, besides those that hashes take
_SLOW, _LARGE = "too slow", "chunked bodies take too much memory"
_NAMED = 10  # addresses in one log line
_MEMORY = Path("/proc/self/statm")  # Linux only: elsewhere nothing is watched
_PAGE = 4096  # bytes; where pages are larger, the bound is tighter

log = structlog.get_logger("gatepost.request")


class GivenUp(Exception):
    """The body took too long, or too much memory. Close the connection."""


class Reading:
    """A body that is being read."""

    __slots__ = ("address", "begun", "chunked", "reason", "timeout")

    def __init__(self, environ: Environ, timeout: Timeout) -> None:
        self.begun, self.timeout = clock.stopwatch(), timeout
        self.address = environ["REMOTE_ADDR"]
        self.chunked = "HTTP_TRANSFER_ENCODING" in environ
        self.reason = _SLOW


class Bodies:
    """The bodies that this process reads. *longest*: seconds that one may take. *hashes_take*: bytes of all hashes."""

    def __init__(self, *, longest: float, hashes_take: int) -> None:
        self._longest, self._most_growth = longest, _MOST_GROWTH + hashes_take
        self._reading: dict[int, Reading] = {}  # the oldest first
        self._given_up: list[Reading] = []  # since the last look
        self._watching_memory: asyncio.Task[None] | None = None  # while chunked bodies are read
        self.is_draining = False

    async def read(self, environ: Environ, protocol: Any) -> None:
        """Read the body into ``wsgi.input``. A malformed one is marked, so that the request is refused.

        Raises GivenUp.
        """
        try:
            async with asyncio.timeout(self._longest) as timeout:
                reading = self._reading[id(protocol)] = Reading(environ, timeout)
                if reading.chunked and self._watching_memory is None:
                    self._watching_memory = asyncio.get_running_loop().create_task(self._watch_memory())
                body = await (protocol() if _is_small(environ) else _beginning(protocol))
        except TimeoutError:
            self._given_up.append(reading)
            raise GivenUp from None
        except Exception:  # Granian's own: the body is malformed, or ended before its end
            environ[REFUSED_AS] = MALFORMED
            return
        finally:
            self._reading.pop(id(protocol), None)
        if is_cut_short(environ, len(body)):
            environ[REFUSED_AS] = MALFORMED
        environ[WHOLE] = body[: MAX_BYTES + 1]
        environ["wsgi.input"] = BytesIO(environ[WHOLE])

    async def watch(self) -> None:
        """Give up bodies that are too slow, until the process ends."""
        while True:
            await asyncio.sleep(_PERIOD)
            self._end(self._too_slow(), reason=_SLOW)
            self._tell()

    async def _watch_memory(self) -> None:
        """Give up the chunked bodies if the process grows too much while any is read."""
        before = _memory()
        while chunked := [reading for reading in self._reading.values() if reading.chunked]:
            if _memory() - before > self._most_growth:
                self._end(chunked, reason=_LARGE)
            await asyncio.sleep(_SHORT_PERIOD)
        self._watching_memory = None

    def _tell(self) -> None:
        given_up, self._given_up = self._given_up, []
        for reason in (_SLOW, _LARGE):
            clients = [reading.address for reading in given_up if reading.reason == reason]
            if clients:
                named = sorted(set(clients))[:_NAMED]
                log.warning("requests.given_up", count=len(clients), clients=named, reason=reason)

    def _end(self, readings: list[Reading], *, reason: str) -> None:
        """Let these bodies have no more time."""
        now = asyncio.get_running_loop().time()
        for reading in readings:
            reading.reason = reason
            if not reading.timeout.expired():
                reading.timeout.reschedule(now)
        ended = set(map(id, readings))
        self._reading = {key: reading for key, reading in self._reading.items() if id(reading) not in ended}

    def _too_slow(self) -> list[Reading]:
        """Bodies that had their time; and the oldest, where there are too many."""
        too_many = len(self._reading) - (0 if self.is_draining else _MOST_SLOW)
        oldest = list(self._reading.values())[: max(0, too_many)]
        return [reading for reading in oldest if clock.stopwatch() - reading.begun >= _AT_LEAST]


def _is_small(environ: Environ) -> bool:
    """Whether all of it may be read at once: it is within the limit, or its length is not known."""
    declared = environ.get("CONTENT_LENGTH", "")
    return "HTTP_TRANSFER_ENCODING" in environ or (declared.isdecimal() and int(declared) <= MAX_BYTES)


async def _beginning(protocol: Any) -> bytes:
    """The beginning of a body that is too large. The rest is discarded, up to MOST_DISCARDED bytes."""
    kept, length = b"", 0
    async for chunk in protocol:
        length += len(chunk)
        if len(kept) <= MAX_BYTES:
            kept += chunk
        if length > MOST_DISCARDED:
            break
    return kept


def _memory() -> int:
    """Bytes of memory that this process has now."""
    try:
        return int(_MEMORY.read_text().split()[1]) * _PAGE
    except OSError:
        return 0
