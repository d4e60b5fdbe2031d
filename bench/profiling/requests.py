"""Requests of a load that reach the service in this process without a network."""

import itertools
from collections.abc import Awaitable, Callable
from io import BytesIO
from types import SimpleNamespace
from typing import Any, TypeAlias

import orjson
from flask import Flask

from bench.client import USER_AGENT, Answer, Request, Steps
from bench.environment import CannotMeasure
from bench.load import ID, Load
from gatepost.serving.door import Door
from gatepost.serving.environ import environ_of
from gatepost.serving.request_threads import run

_numbers = itertools.count()
_ROTATE = "/user/refresh-token/"
Reply: TypeAlias = tuple[int, bytes]
Sender: TypeAlias = Callable[[Request], Awaitable[Reply]]


class _Protocol:
    """A request as Granian gives it: its body, and a place for its answer."""

    def __init__(self, body: bytes) -> None:
        self._body, self.reply = body, (0, b"")

    async def __call__(self) -> bytes:
        return self._body

    def response_bytes(self, status: int, _headers: list[tuple[str, str]], body: bytes) -> None:
        self.reply = status, body

    def response_empty(self, status: int, _headers: list[tuple[str, str]]) -> None:
        self.reply = status, b""


def by_door(app: Flask) -> Sender:
    """Send requests through the door, which answers them in the event loop."""
    door = Door(app)

    async def send(request: Request) -> Reply:
        protocol = _Protocol(_body(request))
        await door(_scope(request), protocol)
        return protocol.reply

    return send


def by_flask(app: Flask) -> Sender:
    """Send requests to Flask in this thread, where a profiler sees it. The door would do it in another one."""

    async def send(request: Request) -> Reply:
        environ = environ_of(_scope(request)) | {"wsgi.input": BytesIO(_body(request))}
        response = run(app.wsgi_app, environ)
        return response.status, response.body

    return send


class Chain:
    """Requests of *load* one after the other: from its *place* on every so many, or each with the token of the last.

    Where the load has steps, it walks them one time after the other.
    """

    def __init__(self, load: Load, *, place: int, step: int) -> None:
        self._requests, self._steps = load.requests, load.steps
        self._place, self._step = place, step

    async def next(self, send: Sender) -> None:
        """Send the next request, or walk the steps. Raises CannotMeasure if it is refused."""
        if self._steps:
            await _walk(self._steps(), send)
            return
        at = self._place % len(self._requests)
        request = self._requests[at]
        status, body = await send(request)
        if not 200 <= status < 300:
            raise CannotMeasure(f"{request.method} {request.path} answered {status}: {body.decode()}")
        if (request.method, request.path) == ("POST", _ROTATE):
            token = orjson.loads(body)["refresh_token"]
            self._requests[at] = Request("POST", _ROTATE, request.headers | {"Authorization": f"Bearer {token}"})
        else:
            self._place += self._step


async def _walk(steps: Steps, send: Sender) -> None:
    request = next(steps)
    try:
        while True:
            status, body = await send(request)
            answer = Answer(status, orjson.loads(body), {})
            request = steps.send(answer)
    except StopIteration:
        if not 200 <= status < 300:
            raise CannotMeasure(f"{request.method} {request.path} answered {status}: {body.decode()}") from None


def _body(request: Request) -> bytes:
    return (request.body or "").replace(ID, f"8{next(_numbers):012d}").encode()


def _scope(request: Request) -> Any:
    path, _, query = request.path.partition("?")
    sent = [("host", "127.0.0.1:8087"), ("user-agent", USER_AGENT)]
    sent += [(name.lower(), value) for name, value in request.headers.items()]
    if request.body is not None:
        sent.append(("content-length", str(len(request.body))))
    return SimpleNamespace(
        client="127.0.0.1:4711",
        server="127.0.0.1:8087",
        method=request.method,
        path=path,
        query_string=query,
        http_version="1.1",
        scheme="http",
        headers=SimpleNamespace(items=lambda: sent),
    )
