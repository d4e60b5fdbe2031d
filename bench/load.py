"""A load: requests in turn, a request with changing numbers, or chains in which each needs the previous answer."""

import itertools
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bench.client import USER_AGENT, Answer, Client
from bench.environment import CannotMeasure

ID = "{id}"  # stands in a body for 13 digits that no other request has
_SCRIPT = """
local templates = {%s}
local requests, turn, unique = {}, 0, %s
function init(args)
    for place, it in ipairs(templates) do
        requests[place] = unique and it or wrk.format(it.method, it.path, it.headers, it.body)
    end
end
function request()
    turn = turn + 1
    if not unique then return requests[(turn - 1) %% #requests + 1] end
    local it = requests[1]
    local body = it.body:gsub("{id}", unique .. string.format("%%08d", turn))
    return wrk.format(it.method, it.path, it.headers, body)
end
%s
function done(summary, latency, requests)
    local e = summary.errors
    print(string.format("RESULT %%d %%d %%d %%d %%d %%d", summary.requests, summary.duration,
        latency:percentile(50), latency:percentile(99), e.status, e.connect + e.read + e.write + e.timeout))
end
"""
# Each answer has the token of another request; wrk has one thread, so one list is enough.
_CHAINED = """
local tokens = {}
function init(args)
    for place, it in ipairs(templates) do tokens[place] = it.headers["Authorization"]:sub(8) end
end
function request()
    local it = templates[1]
    it.headers["Authorization"] = "Bearer " .. table.remove(tokens, 1)
    return wrk.format(it.method, it.path, it.headers, it.body)
end
function response(status, headers, body)
    table.insert(tokens, body:match('"refresh_token":"([^"]+)"'))
end
"""
_runs = itertools.count()


@dataclass(frozen=True)
class Request:
    """One request, as the load generator sends it."""

    method: str
    path: str
    headers: dict[str, str]
    body: str | None = None


@dataclass(frozen=True)
class Load:
    """*requests* in turn; or a single one with ``{id}`` in its body, for which each gets another number.

    The answer to the first request has *header*, a name in lower case and a value, if that is given.
    *renew* makes new requests for each run, which begin chains: an answer's refresh token is used by a later request.
    *beside* is called *times_a_second* during a run.
    """

    requests: list[Request]
    looks_right: Callable[[Any], bool]  # takes the decoded body of an answer
    header: tuple[str, str] | None = None
    renew: Callable[[], list[Request]] | None = None
    beside: Callable[[], None] | None = None
    times_a_second: int = 20

    def script(self) -> str:
        """The Lua script for one run of wrk."""
        templates = ",\n".join(_lua(request) for request in (self.renew() if self.renew else self.requests))
        unique = json.dumps(_prefix()) if self._is_unique() else "false"
        return _SCRIPT % (templates, unique, _CHAINED if self.renew else "")

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
        """Send the first request and check the answer. Gives its body. Raises CannotMeasure."""
        request = self.requests[0]
        body = request.body
        if body is not None and self._is_unique():
            body = body.replace(ID, _prefix() + "00000000")
        answer: Answer = client.send(request.method, request.path, body=body, headers=request.headers)
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
