"""The test client's requests through the fast lane: ``./dev test --by-lane`` runs the whole suite so.

Flask answers the requests that the lane leaves to it, as behind the door.
"""

import asyncio
import os
import threading
from collections.abc import Callable, Iterable
from http import HTTPStatus
from io import BytesIO
from typing import Any

from flask import Flask

from gatepost.serving.fast_lane import FastLane
from gatepost.serving.request_threads import Response

BY_LANE = os.environ.get("GATEPOST_TEST_LANE") == "1"


class ByLane:
    """A WSGI application: the fast lane of *app* before *app* itself. Each thread has a lane and an event loop."""

    def __init__(self, app: Flask) -> None:
        self._app, self._flask = app, app.wsgi_app
        self._own = threading.local()
        self.answered = 0  # by the lane

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ |= {"wsgi.input": BytesIO(body)}
        response = self._loop().run_until_complete(self._answer(environ))
        if response is None:
            return self._flask(environ, start_response)
        self.answered += 1
        start_response(f"{response.status} {HTTPStatus(response.status).phrase}", response.headers)
        return [response.body]

    async def _answer(self, environ: dict[str, Any]) -> Response | None:
        with self._app.app_context():
            if not hasattr(self._own, "lane"):
                self._own.lane = FastLane(self._app, later=_at_once)
            answer: Response | None = await self._own.lane.answer(environ)
            return answer

    def _loop(self) -> asyncio.AbstractEventLoop:
        if not hasattr(self._own, "loop"):
            self._own.loop = asyncio.new_event_loop()
        loop: asyncio.AbstractEventLoop = self._own.loop
        return loop


def _at_once(do: Callable[[], object]) -> None:
    do()
