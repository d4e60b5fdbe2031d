"""Granian, set up so that stopping it drops no request.

Left to itself it closes a keep-alive connection, and what waits to be accepted, while a request is on its way there.
Here a stop goes in two steps. No new connection is made, those that wait are accepted, and every answer says
``Connection: close``; only then, after _LINGER, the workers finish what is under way and end.
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

_LINGER = 0.5  # seconds in which a client that is busy gets to read "Connection: close"
_BACKLOG = 1024  # connections that may wait to be accepted
_BALANCES = sys.platform == "linux"  # several sockets at one address get about the same number of connections
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)

_SO_ATTACH_FILTER = 26
# A packet filter of Linux, as (operation, jump if true, jump if false, operand): drop what has the flag SYN.
_NO_NEW_CONNECTIONS = [(0x30, 0, 0, 13), (0x45, 0, 1, 0x02), (0x06, 0, 0, 0), (0x06, 0, 0, 0xFFFFFFFF)]


_Granian: Any = MPServer  # typed only in part
_Holder: Any = SocketHolder
_mp: Any = mp


class GracefulServer(_Granian):  # type: ignore[misc]
    """Keeps the sockets that its workers listen on, so that what waits in them outlives a worker that fails."""

    def __init__(
        self, *, host: str, port: int, workers: int, threads: int, patience: timedelta, **options: Any
    ) -> None:
        """*patience* is for a client that keeps us waiting: for a head, a body, or until it reads an answer."""
        super().__init__(
            "gatepost.wsgi",
            host,
            port,
            workers=workers,
            backlog=_BACKLOG,
            backpressure=most_connections(),
            http=HTTPModes.http1,
            http1_settings=HTTP1Settings(header_read_timeout=int(patience.total_seconds() * 1000)),
            blocking_threads=threads + READING,
            **options,
        )
        self._listeners = _listening_sockets(host, port, workers)
        for listener in self._listeners:
            _give_up_writing_after(patience, listener)

    def run(self) -> None:
        """Serve until told to stop. (MPServer.serve adds only a warning of many threads; ours wait for hashes.)"""
        AbstractServer.serve(self, spawn_target=_work, target_loader=_load)

    def shutdown(self, exit_code: int = 0) -> None:
        """Turn away new connections, then stop the workers."""
        for listener in self._listeners:
            _turn_away(listener)
        super().shutdown(exit_code)

    def _init_shared_socket(self) -> None:
        self._sso = self._listeners[0]

    def _spawn_workers(self, *arguments: Any) -> None:
        with _signals_wait():
            super()._spawn_workers(*arguments)

    def _respawn_workers(self, *arguments: Any, **options: Any) -> None:
        with _signals_wait():
            super()._respawn_workers(*arguments, **options)

    def _spawn_worker(self, idx: int, target: Any, callback_loader: Any) -> Any:
        listener = self._sso = self._listeners[idx % len(self._listeners)]
        self._shd = _Holder(listener.fileno(), False, *([_BACKLOG] if _BALANCES else []))
        return super()._spawn_worker(idx, target, callback_loader)


@contextmanager
def _signals_wait() -> Iterator[None]:
    """Signals that a new worker gets before it heeds them must not be lost: it begins with them held back."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOP_SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOP_SIGNALS)


def bound_socket(host: str, port: int, *, shared: bool = False) -> socket.socket:
    """A socket at this address. Raises OSError, also if somebody listens there and either is not *shared*."""
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
    """One for each worker where the kernel balances connections between them, else one for all."""
    bound_socket(host, port).close()  # nobody else listens there
    count = workers if _BALANCES else 1
    listeners = [bound_socket(host, port, shared=count > 1) for _ in range(count)]
    for listener in listeners:
        listener.set_inheritable(True)
        listener.listen(_BACKLOG)
    return listeners


def _give_up_writing_after(patience: timedelta, listener: socket.socket) -> None:
    """End connections that have taken nothing of an answer for so long."""
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux; each connection has it from its listener
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(patience.total_seconds() * 1000))


def _turn_away(listener: socket.socket) -> None:
    """Let no new connection into the queue. Who asks for one asks again, and is refused once nobody listens."""
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in _NO_NEW_CONNECTIONS))
    pointer = struct.pack("HP", len(_NO_NEW_CONNECTIONS), ctypes.addressof(program))
    with suppress(OSError):  # not Linux: whoever connects in the very last moment is cut off
        listener.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, pointer)


class _Worker:
    """In a worker process: serving, then draining, then stopping.

    Whichever thread the kernel hands a signal to, it puts a byte into a pipe. Python's own handlers would have to
    wait until the main thread wakes, which it may never do.
    """

    def __init__(self) -> None:
        self.draining = False
        self._stop: Callable[[], None] | None = None
        self._can_stop = threading.Event()

    def begin(self) -> None:
        """Heed signals, from now on, and the end of the parent."""
        self._heard, self._tell = os.pipe()
        os.set_blocking(self._tell, False)
        signal.set_wakeup_fd(self._tell, warn_on_full_buffer=False)
        for number in _STOP_SIGNALS:
            signal.signal(number, _nothing_more)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOP_SIGNALS)
        for watch in (self._stop_after_draining, self._drain_when_orphaned):
            threading.Thread(target=watch, daemon=True).start()

    def stop_with(self, stop: Callable[..., None], _reload: Any = None) -> None:
        """What ends the worker; called by Granian in the place where it would set up its own signals."""
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


def _nothing_more(*_: Any) -> None:
    """The byte in the pipe has said it all."""


_worker = _Worker()


def _is_draining() -> bool:
    return _worker.draining


def _load(module: str) -> Callable[..., Any]:
    """The first that a worker does: make the application, which says Connection: close while draining.

    What it does beside serving begins now: messages that were left by a crash go out without waiting for a request.
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


def _patiently(*application: Any) -> Callable[..., Any]:
    """What Granian calls for each request."""
    known = import_module("gatepost.wsgi").app.extensions
    settings, seats, run = known["gatepost"], known["gatepost.bulkhead"], _callback_wrapper(*application)
    longest = settings.request_timeout.total_seconds()
    slow_clients = SlowClients(places=settings.threads, longest=longest, in_a_hurry=_is_draining)
    knocking = DelayedRefusals(seats.refuses, in_a_hurry=_is_draining)
    return knocking.before(slow_clients.before(run), slow_clients.before_all(run))


def _work(*arguments: Any) -> None:
    """Granian's own worker, but for what it does when it is told to stop."""
    _signals.set_main_signals = _worker.stop_with
    _mp._wsgi_call_wrap = _patiently  # noqa: SLF001
    _Granian._spawn_wsgi_worker(*arguments)  # noqa: SLF001  Granian has no public way in
