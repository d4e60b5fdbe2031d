"""One statement for all requests that wait for the same answer of the database.

It is sent after the last of them came, so each gets what was true after its own arrival, and nothing is remembered.
While a statement is under way, the requests that come gather for the next.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeAlias

import structlog

from gatepost import clock

Rows: TypeAlias = Sequence[Sequence[Any]]
Ask = Callable[[Sequence[Any], float], Awaitable[Mapping[Any, Rows]]]
_PATIENCE = 0.02  # seconds after which the next statement does not wait for the one under way, which may hang
_MOST_AT_ONCE = 4  # statements under way
_FEWEST_KNOWN = 10_000  # answers that are kept without looking which of them are too old

log = structlog.get_logger("gatepost.request")


class LookUp:
    """Answers the questions of one event loop. *ask* asks the database about many keys at once, and is told
    since when the first of them waits, by the stopwatch.

    *age*: seconds for which an answer may be used again (``SESSION_AGE``; 0: never).
    """

    def __init__(self, ask: Ask, *, age: float = 0.0) -> None:
        self._ask, self._age = ask, age
        self._waiting: dict[Any, asyncio.Future[Rows]] = {}
        self._since = 0.0  # when the first of those that wait came
        self._under_way = 0
        self._tasks: set[asyncio.Task[None]] = set()  # the loop itself keeps no reference
        self._next: asyncio.TimerHandle | asyncio.Handle | None = None
        self._known: dict[Any, tuple[float, Rows]] = {}
        self._sweep_at = _FEWEST_KNOWN

    async def rows(self, key: Any) -> Rows:
        """The rows of *key*, as they are at a moment after this call. Raises what *ask* raises."""
        if self._age and (known := self._known.get(key)) is not None and clock.stopwatch() - known[0] < self._age:
            return known[1]
        future = self._waiting.get(key)
        if future is None:
            if not self._waiting:
                self._since = clock.stopwatch()
            future = self._waiting[key] = asyncio.get_running_loop().create_future()
            self._plan()
        return await future

    def _plan(self) -> None:
        """Send what waits: in the loop's next round if no statement is under way, otherwise after a moment."""
        if self._next is not None or self._under_way >= _MOST_AT_ONCE:
            return
        loop = asyncio.get_running_loop()
        send = self._send
        self._next = loop.call_later(_PATIENCE, send) if self._under_way else loop.call_soon(send)

    def _send(self) -> None:
        self._next = None
        if self._waiting:
            batch, self._waiting = self._waiting, {}
            self._under_way += 1
            task = asyncio.get_running_loop().create_task(self._answer(batch, self._since))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _answer(self, batch: dict[Any, asyncio.Future[Rows]], since: float) -> None:
        begun = clock.stopwatch()
        try:
            found = await self._ask(list(batch), since)
        except Exception as error:
            log.warning("look_up.failed", error=type(error).__name__, requests=len(batch))
            for future in batch.values():
                if not future.done():
                    future.set_exception(error)
        else:
            self._keep(batch, found, begun)
            for key, future in batch.items():
                if not future.done():
                    future.set_result(found.get(key, ()))
        finally:
            self._under_way -= 1
            if self._next is not None:
                self._next.cancel()
            self._send()

    def _keep(self, keys: Mapping[Any, Any], found: Mapping[Any, Rows], begun: float) -> None:
        """Remember the answers for *age*, counted from before the statement.

        Those that are too old are dropped whenever their number has doubled.
        """
        if not self._age:
            return
        if len(self._known) > self._sweep_at:
            self._known = {key: known for key, known in self._known.items() if begun - known[0] < self._age}
            self._sweep_at = max(_FEWEST_KNOWN, 2 * len(self._known))
        self._known |= {key: (begun, found.get(key, ())) for key in keys}
