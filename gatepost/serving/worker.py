"""A worker process: it serves, drains when it is told to stop, and ends."""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable
from functools import partial
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any

import structlog
import uvloop
from flask import Flask
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server

from gatepost.serving.background import Background
from gatepost.serving.door import Door
from gatepost.serving.listeners import BACKLOG, Address, find_listeners, limit_unread_answers, most_connections
from gatepost.serving.observe import begin_to_observe
from gatepost.settings import Settings
from gatepost.threads import start_thread

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_LOOK = 0.5  # seconds between two looks whether the parent is there
_LINGER = 0.5  # seconds in which a busy client reads "Connection: close"

# The server's own warnings are logged like all our lines.
_LOGS: dict[str, Any] = {"handlers": {}, "loggers": {"_granian": {"handlers": [], "propagate": True}}}

log = structlog.get_logger("gatepost")


def work(address: Address, app: Flask | None, ready: Connection) -> None:
    """Serve at *address* until this process is told to stop, or its parent has ended.

    *app* is that of the parent; None, if this process has to load it by itself. *ready* is told when it listens.
    """
    if app is None:
        app = import_module("gatepost.wsgi").app
    else:
        begin_to_observe(app.extensions["gatepost"])
    Background(app).start()  # now, so that messages left by a crash are sent without waiting for a request
    uvloop.run(_serve(app, address, ready))


async def _serve(app: Flask, address: Address, ready: Connection) -> None:
    loop, stopping = asyncio.get_running_loop(), asyncio.Event()
    for number in STOP_SIGNALS:
        loop.add_signal_handler(number, stopping.set)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
    start_thread("orphaned", partial(_wait_for_parent, partial(loop.call_soon_threadsafe, stopping.set)))
    settings: Settings = app.extensions["gatepost"]
    with app.app_context():  # for the fast lane; a request in a thread has its own
        door = Door(app)
        server = _server(door, address, settings)
        serving = loop.create_task(server.serve())
        listening = loop.create_task(find_listeners(address))
        await asyncio.wait([serving, listening], return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            log.error("worker.cannot_listen", error=str(serving.exception()).partition("\n")[0])
            return
        listeners = listening.result()
        limit_unread_answers(listeners, settings.request_timeout)
        for listener in listeners:
            listener.close()  # the copy
        ready.send_bytes(b".")
        await asyncio.wait([serving, loop.create_task(stopping.wait())], return_when=asyncio.FIRST_COMPLETED)
        door.drain()
        await asyncio.wait([serving], timeout=_LINGER)
        server.stop()
        await serving


def _server(door: Door, address: Address, settings: Settings) -> Any:  # typed only in part
    return Server(
        door,
        address.host,
        address.port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        websockets=False,
        backlog=BACKLOG,
        backpressure=most_connections(),
        # Granian has one limit for the wait for the next request and for its head.
        http1_settings=HTTP1Settings(header_read_timeout=int(settings.idle_timeout.total_seconds() * 1000)),
        log_level=LogLevels.error,
        log_dictconfig=_LOGS,
    )


def _wait_for_parent(tell: Callable[[], object]) -> None:
    """Tell when the parent has ended. Its pipe alone does not: workers that were forked later hold it open."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        while os.getppid() == parent.pid:
            parent.join(_LOOK)
        tell()
