"""A load: requests in turn, a request with changing numbers, or a flow in which some need an answer before."""

import itertools
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bench.client import USER_AGENT, Client, Request, Steps
from bench.environment import CannotMeasure
from bench.scripts import SCRIPT

ID = "{id}"  # stands in a body for 13 digits that no other request has
_runs = itertools.count()


@dataclass(frozen=True)
class Load:
    """*requests* in turn; or a single one with ``{id}`` in its body, for which each gets another number.

    The answer to the first request has *header*, a name in lower case and a value, if that is given.
    A *flow* of scripts.py sends requests in another order, and *renew* makes them for each run, of so many seconds;
    *steps* are the same flow once, in Python. *beside* is called *times_a_second* during a run.
    """

    requests: list[Request]
    looks_right: Callable[[Any], bool]  # takes the decoded body of an answer
    header: tuple[str, str] | None = None
    flow: str = ""
    renew: Callable[[float], list[Request]] | None = None
    steps: Callable[[], Steps] | None = None
    beside: Callable[[], None] | None = None
    times_a_second: int = 20

    def script(self, seconds: float) -> str:
        """The Lua script for one run of wrk of so many *seconds*."""
        templates = ",\n".join(_lua(request) for request in (self.renew(seconds) if self.renew else self.requests))
        unique = json.dumps(_prefix()) if self._is_unique() else "false"
        return SCRIPT % (templates, unique, self.flow)

    @contextmanager
    def others(self) -> Iterator[None]:
        """Call *beside* repeatedly while the block runs."""
        over = threading.Event()

        def go_on() -> None:
            while self.beside and not over.wait(1 / self.times_a_second):
                self.beside()

        thread = threading.Thread(target=go_on)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def verify(self, client: Client, *, who: str) -> str:
        """Send the first request, or walk the steps, and check the answer. Gives its body. Raises CannotMeasure."""
        request = self.requests[0]
        body = request.body
        if body is not None and self._is_unique():
            body = body.replace(ID, _prefix() + "00000000")
        if self.steps:
            (answer,) = client.walk_each([self.steps()])
        else:
            answer = client.send(request.method, request.path, body=body, headers=request.headers)
        right = 200 <= answer.status < 300 and self.looks_right(answer.body)
        if not right or (self.header and self.header not in answer.headers.items()):
            raise CannotMeasure(f"{who}: {request.method} {request.path} answered {answer.status}: {answer.body}")
        return json.dumps(answer.body)

    def _is_unique(self) -> bool:
        return ID in (self.requests[0].body or "")


def _prefix() -> str:
    """The first 5 of the 13 digits, which differ for each run."""
    return f"7{next(_runs):04d}"


def _lua(request: Request) -> str:
    headers = {"User-Agent": USER_AGENT, **request.headers}
    table = ", ".join(f"[{json.dumps(name)}] = {json.dumps(value)}" for name, value in headers.items())
    body = "nil" if request.body is None else json.dumps(request.body)
    where = f"method = {json.dumps(request.method)}, path = {json.dumps(request.path)}"
    return f"{{{where}, headers = {{{table}}}, body = {body}}}"
