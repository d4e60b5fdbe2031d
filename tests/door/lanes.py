"""One request through the fast lane, and the same through Flask."""

import asyncio
import itertools
from collections.abc import Callable
from io import BytesIO
from typing import Any

from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from gatepost.keys.ring import current_ring
from gatepost.serving.fast_lane import FastLane
from gatepost.serving.request_threads import Response, run

_numbers = itertools.count(1)


def environ_for(line: str, *, headers: dict[str, str] | None = None, body: bytes | None = None) -> dict[str, Any]:
    """The variables of ``GET /path?query``, as the door makes them."""
    method, target = line.split(" ", 1)
    path, _, query = target.partition("?")
    sent = {"X-Request-ID": f"request-{next(_numbers):06}", **(headers or {})}
    builder = EnvironBuilder(path=path, query_string=query, method=method, headers=Headers(sent), data=body)
    environ = dict(builder.get_environ())
    environ |= {"REMOTE_ADDR": "192.0.2.1", "wsgi.input": BytesIO(body or b""), "wsgi.input_terminated": True}
    return environ


def by_flask(app: Flask, environ: dict[str, Any]) -> Response:
    return run(app.wsgi_app, _copy(environ))


def by_lane(app: Flask, *environs: dict[str, Any], seen: list[dict[str, Any]] | None = None) -> list[Response | None]:
    """The answers of the fast lane to these, which come one after the other; None where it leaves one to Flask.

    The variables as they are afterwards are added to *seen*.
    """
    copies = [_copy(environ) for environ in environs]
    if seen is not None:
        seen += copies

    async def answer() -> list[Response | None]:
        with app.app_context():
            lane = FastLane(app, later=_at_once)
            return [await _with_new_keys(lane, environ) for environ in copies]

    return asyncio.run(answer())


async def _with_new_keys(lane: FastLane, environ: dict[str, Any]) -> Response | None:
    """The answer of *lane*; keys that are a second old, as on a busy machine, are a case for Flask."""
    current_ring().refresh()
    return await lane.answer(environ)


def _at_once(do: Callable[[], object]) -> None:
    do()


def _copy(environ: dict[str, Any]) -> dict[str, Any]:
    return environ | {"wsgi.input": BytesIO(environ["wsgi.input"].getvalue())}
