"""A load: requests sent in turn, or one that is never the same twice."""

import itertools
import json
from collections.abc import Callable
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
function done(summary, latency, requests)
    local e = summary.errors
    print(string.format("RESULT %%d %%d %%d %%d %%d %%d", summary.requests, summary.duration,
        latency:percentile(50), latency:percentile(99), e.status, e.connect + e.read + e.write + e.timeout))
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
    """*requests* in turn; where the body contains ``{id}`` there is one, and each is sent with another number."""

    requests: list[Request]
    looks_right: Callable[[Any], bool]  # of the decoded body of an answer

    def script(self) -> str:
        """The Lua script for one run of wrk."""
        templates = ",\n".join(_lua(request) for request in self.requests)
        return _SCRIPT % (templates, json.dumps(_prefix()) if self._is_unique() else "false")

    def verify(self, client: Client, *, who: str) -> str:
        """Send the first request and look at the answer. Gives its body; raises CannotMeasure."""
        request = self.requests[0]
        body = request.body
        if body is not None and self._is_unique():
            body = body.replace(ID, _prefix() + "00000000")
        answer: Answer = client.send(request.method, request.path, body=body, headers=request.headers)
        if not 200 <= answer.status < 300 or not self.looks_right(answer.body):
            raise CannotMeasure(f"{who}: {request.method} {request.path} answered {answer.status}: {answer.body}")
        return json.dumps(answer.body)

    def _is_unique(self) -> bool:
        return ID in (self.requests[0].body or "")


def _prefix() -> str:
    """The first 5 of the 13 digits, another for each run."""
    return f"7{next(_runs):04d}"


def _lua(request: Request) -> str:
    headers = {"User-Agent": USER_AGENT, **request.headers}
    table = ", ".join(f"[{json.dumps(name)}] = {json.dumps(value)}" for name, value in headers.items())
    body = "nil" if request.body is None else json.dumps(request.body)
    where = f"method = {json.dumps(request.method)}, path = {json.dumps(request.path)}"
    return f"{{{where}, headers = {{{table}}}, body = {body}}}"
