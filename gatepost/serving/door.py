"""The door: Granian's RSGI application. It reads a request whole; the fast lane serves it, or Flask in a thread.

All waiting for clients is done in the event loop: for bodies, and before refusals. Threads serve, and do nothing else.
"""

import asyncio
from contextlib import suppress
from typing import Any

import structlog
from flask import Flask

from gatepost.api.health import PROBES
from gatepost.http.bulkhead import REFUSED, REFUSED_AS, Bulkhead
from gatepost.http.present import Environ
from gatepost.metrics import METRICS
from gatepost.serving.bodies import Bodies, GivenUp
from gatepost.serving.environ import environ_of
from gatepost.serving.fast_lane import FastLane
from gatepost.serving.refusals import Refusals
from gatepost.serving.request_threads import RequestThreads, Response, run
from gatepost.settings import Settings

_PROBING = 8  # threads for probes, which wait for no other request
_CLOSE = ("Connection", "close")
_GIVEN_UP = Response(408, [_CLOSE], b"")
_FAILED = Response(500, [], b"")

log = structlog.get_logger("gatepost.request")


class Door:
    """The door of one worker process, for *app*. It is made in the event loop that serves."""

    def __init__(self, app: Flask) -> None:
        settings: Settings = app.extensions["gatepost"]
        self._wsgi = app.wsgi_app
        self._bulkhead: Bulkhead = app.extensions["gatepost.bulkhead"]
        self._bodies = Bodies(
            longest=settings.request_timeout.total_seconds(),
            hashes_take=settings.hashes_at_once * settings.argon2_memory * 1024,
        )
        self._refusals = Refusals()
        self._threads = RequestThreads("request", self._wsgi, settings.threads)
        METRICS.watch_threads(settings.threads, free=self._threads.free, waiting=self._threads.waiting)
        self._hashing = RequestThreads("hashing-request", self._wsgi, settings.bulkhead_slots)
        self._probing = RequestThreads("probe", self._wsgi, _PROBING)
        self._lane = FastLane(app, later=self._threads.later)
        self._is_draining = False
        self._watching = asyncio.get_running_loop().create_task(self._bodies.watch())

    def drain(self) -> None:
        """From now on each answer asks its client to close the connection, and nobody is kept waiting."""
        self._is_draining = self._bodies.is_draining = True
        self._refusals.release()

    async def __call__(self, scope: Any, protocol: Any) -> None:
        """Serve one request."""
        try:
            response = await self._answer(environ_of(scope), protocol)
        except GivenUp:
            response = _GIVEN_UP
        except Exception as error:
            log.error("request.failed", exc_info=error)  # noqa: TRY400  its traceback is the line's
            response = _FAILED
        closes = self._is_draining and _CLOSE not in response.headers
        headers = [*response.headers, _CLOSE] if closes else response.headers
        with suppress(Exception):  # the client has gone
            if response.body:
                protocol.response_bytes(response.status, headers, response.body)
            else:
                protocol.response_empty(response.status, headers)

    async def _answer(self, environ: Environ, protocol: Any) -> Response:
        if "CONTENT_LENGTH" in environ or "HTTP_TRANSFER_ENCODING" in environ:
            await self._bodies.read(environ, protocol)
        if environ["PATH_INFO"] in PROBES:
            return await self._probing.serve(environ)
        hashes = self._bulkhead.hashes(environ)
        if hashes and not self._hashing.free():  # counted before their threads take a slot
            environ[REFUSED] = True
            refused = run(self._wsgi, environ)
            await self._refusals.wait()
            return refused
        if REFUSED_AS in environ:
            return run(self._wsgi, environ)
        if not hashes and (response := await self._lane.answer(environ)) is not None:
            return response
        return await (self._hashing if hashes else self._threads).serve(environ)
