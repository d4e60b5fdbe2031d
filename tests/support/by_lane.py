"""The test client's requests through the fast lane: ``./dev test --by-lane`` runs the whole suite so.

Flask answers the requests that the lane leaves to it, as behind the door.
"""

import asyncio
import os
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

from flask import Flask
from werkzeug.http import HTTP_STATUS_CODES
from werkzeug.wsgi import get_content_length

from gatepost.serving.fast_lane import FastLane
from gatepost.serving.request_threads import Response

BY_LANE = os.environ.get("GATEPOST_TEST_LANE") == "1"
_MOST = 2**20  # bytes: more than any body that is taken


class ByLane:
    """A WSGI application: the fast lane of *app* before *app* itself. Each thread has a lane and an event loop.

    A thread whose own loop runs (that of a browser, or of a door under test) has another thread ask.
    """

    def __init__(self, app: Flask) -> None:
        self._app, self._flask = app, app.wsgi_app
        self._own = threading.local()
        self.answered = 0  # by the lane

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(min(get_content_length(environ) or 0, _MOST))
        environ |= {"wsgi.input": BytesIO(body)}
        if _runs_a_loop():
            with ThreadPoolExecutor(1) as other:
                response = other.submit(self._ask, environ).result()
        else:
            response = self._ask(environ)
        if response is None:
            return self._flask(environ, start_response)
        self.answered += 1
        start_response(f"{response.status} {HTTP_STATUS_CODES[response.status].upper()}", response.headers)
        return [response.body]

    def _ask(self, environ: dict[str, Any]) -> Response | None:
        return self._loop().run_until_complete(self._answer(environ))

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


def _runs_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _at_once(do: Callable[[], object]) -> None:
    do()
