"""Granian, set up so that a stop drops no request.

By default it closes keep-alive connections, and those in the accept queue, while a request may be on its way.
Here a stop has two steps. First the workers drain: new connections are rejected, queued ones are accepted, and every
answer says ``Connection: close``. After _LINGER the workers finish the requests under way and end.
"""

import ctypes
import multiprocessing
import os
import signal
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial
from importlib import import_module
from typing import Any

from granian import _signals
from granian._granian import SocketHolder
from granian.constants import HTTPModes
from granian.http import HTTP1Settings
from granian.server import mp
from granian.server.common import AbstractServer
from granian.server.mp import MPServer
from granian.wsgi import _callback_wrapper

from gatepost.serving.connections import most_connections
from gatepost.serving.delayed_refusals import DelayedRefusals
from gatepost.serving.slow_clients import READING, SlowClients

_LINGER = 0.5  # seconds in which a busy client reads "Connection: close"
_BACKLOG = 1024  # connections that may wait to be accepted
_BALANCES = sys.platform == "linux"  # the kernel balances connections between sockets at one address
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)

_SO_ATTACH_FILTER = 26
# A packet filter of Linux, as (operation, jump if true, jump if false, operand): drop packets with the flag SYN.
_NO_NEW_CONNECTIONS = [(0x30, 0, 0, 13), (0x45, 0, 1, 0x02), (0x06, 0, 0, 0), (0x06, 0, 0, 0xFFFFFFFF)]


_Granian: Any = MPServer  # typed only in part
_Holder: Any = SocketHolder
_mp: Any = mp


class GracefulServer(_Granian):  # type: ignore[misc]
    """Keeps its workers' listening sockets, so that queued connections outlive a worker that fails."""

    def __init__(
        self, *, host: str, port: int, workers: int, threads: int, client_timeout: timedelta, **options: Any
    ) -> None:
        """*client_timeout* is for a client that is slow to send a head or a body, or to read an answer."""
        super().__init__(
            "gatepost.wsgi",
            host,
            port,
            workers=workers,
            backlog=_BACKLOG,
            backpressure=most_connections(),
            http=HTTPModes.http1,
            http1_settings=HTTP1Settings(header_read_timeout=int(client_timeout.total_seconds() * 1000)),
            blocking_threads=threads + READING,
            **options,
        )
        self._listeners = _listening_sockets(host, port, workers)
        for listener in self._listeners:
            _set_write_timeout(client_timeout, listener)

    def run(self) -> None:
        """Serve until told to stop. (MPServer.serve only adds a warning of many threads; ours wait for hashes.)"""
        AbstractServer.serve(self, spawn_target=_work, target_loader=_load)

    def shutdown(self, exit_code: int = 0) -> None:
        """Reject new connections, then stop the workers."""
        for listener in self._listeners:
            _reject_new_connections(listener)
        super().shutdown(exit_code)

    def _init_shared_socket(self) -> None:
        self._sso = self._listeners[0]

    def _spawn_workers(self, *arguments: Any) -> None:
        with _signals_blocked():
            super()._spawn_workers(*arguments)

    def _respawn_workers(self, *arguments: Any, **options: Any) -> None:
        with _signals_blocked():
            super()._respawn_workers(*arguments, **options)

    def _spawn_worker(self, idx: int, target: Any, callback_loader: Any) -> Any:
        listener = self._sso = self._listeners[idx % len(self._listeners)]
        self._shd = _Holder(listener.fileno(), False, *([_BACKLOG] if _BALANCES else []))
        return super()._spawn_worker(idx, target, callback_loader)


@contextmanager
def _signals_blocked() -> Iterator[None]:
    """Block the stop signals, so that a new worker loses none before it handles them."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOP_SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOP_SIGNALS)


def bound_socket(host: str, port: int, *, shared: bool = False) -> socket.socket:
    """A socket bound to this address. Raises OSError, also if another one is and either is not *shared*."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    bound = socket.socket(family, kind, protocol)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        bound.bind(address)
    except OSError:
        bound.close()
        raise
    return bound


def _listening_sockets(host: str, port: int, workers: int) -> list[socket.socket]:
    """One socket for each worker if the kernel balances connections between them, otherwise one for all."""
    bound_socket(host, port).close()  # raises OSError if another process listens there
    count = workers if _BALANCES else 1
    listeners = [bound_socket(host, port, shared=count > 1) for _ in range(count)]
    for listener in listeners:
        listener.set_inheritable(True)
        listener.listen(_BACKLOG)
    return listeners


def _set_write_timeout(timeout: timedelta, listener: socket.socket) -> None:
    """Close connections whose client has read nothing of an answer for so long."""
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux; connections inherit it from their listener
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(timeout.total_seconds() * 1000))


def _reject_new_connections(listener: socket.socket) -> None:
    """Let no new connection into the queue. Clients repeat their SYN, and are refused once the socket is closed."""
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in _NO_NEW_CONNECTIONS))
    pointer = struct.pack("HP", len(_NO_NEW_CONNECTIONS), ctypes.addressof(program))
    with suppress(OSError):  # not Linux: connections of the last moment are dropped
        listener.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, pointer)


class _Worker:
    """The state of a worker process: serving, then draining, then stopping.

    A signal writes a byte into a pipe, in whichever thread it arrives. Python's own handlers would run only when
    the main thread wakes, which may never happen.
    """

    def __init__(self) -> None:
        self.draining = False
        self._stop: Callable[[], None] | None = None
        self._can_stop = threading.Event()

    def begin(self) -> None:
        """Handle stop signals, and the end of the parent, from now on."""
        self._heard, self._tell = os.pipe()
        os.set_blocking(self._tell, False)
        signal.set_wakeup_fd(self._tell, warn_on_full_buffer=False)
        for number in _STOP_SIGNALS:
            signal.signal(number, _ignore)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOP_SIGNALS)
        for watch in (self._stop_after_draining, self._drain_when_orphaned):
            threading.Thread(target=watch, daemon=True).start()

    def stop_with(self, stop: Callable[..., None], _reload: Any = None) -> None:
        """Take the function that ends the worker. Granian calls this in place of setting up its own signals."""
        self._stop = partial(stop, signal.SIGTERM, None)
        self._can_stop.set()

    def _stop_after_draining(self) -> None:
        os.read(self._heard, 1)
        self.draining = True
        time.sleep(_LINGER)
        self._can_stop.wait()
        if self._stop is not None:
            self._stop()

    def _drain_when_orphaned(self) -> None:
        parent = multiprocessing.parent_process()
        if parent is not None:
            parent.join()
            os.write(self._tell, b".")


def _ignore(*_: Any) -> None:
    """The byte in the pipe is enough."""


_worker = _Worker()


def _is_draining() -> bool:
    return _worker.draining


def _load(module: str) -> Callable[..., Any]:
    """Load the application in a new worker. Its answers say ``Connection: close`` while the worker drains.

    Background work starts now, so that messages left by a crash are sent without waiting for a request.
    """
    _worker.begin()
    loaded = import_module(module)
    application = loaded.app
    loaded.background.start()

    def closing(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            if _worker.draining:
                headers.append(("Connection", "close"))
            return start_response(status, headers, exc_info)

        return application(environ, start)

    return closing


def _wrap(*application: Any) -> Callable[..., Any]:
    """The function that Granian calls for each request: delayed refusals, slow clients, then the application."""
    known = import_module("gatepost.wsgi").app.extensions
    settings, bulkhead, run = known["gatepost"], known["gatepost.bulkhead"], _callback_wrapper(*application)
    longest = settings.request_timeout.total_seconds()
    slow_clients = SlowClients(permits=settings.threads, longest=longest, is_draining=_is_draining)
    delayed_refusals = DelayedRefusals(bulkhead.refuses, is_draining=_is_draining)
    return delayed_refusals.before(slow_clients.before(run), slow_clients.before_all(run))


def _work(*arguments: Any) -> None:
    """Granian's own worker, with our handling of stops and requests."""
    _signals.set_main_signals = _worker.stop_with
    _mp._wsgi_call_wrap = _wrap  # noqa: SLF001
    _Granian._spawn_wsgi_worker(*arguments)  # noqa: SLF001  Granian has no public hook
