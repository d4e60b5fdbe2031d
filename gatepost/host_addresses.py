"""The addresses of a host, by its name, in bounded time.

``socket.getaddrinfo`` takes no timeout, so a thread asks the resolver, and its caller waits as long as it likes. All
who ask for one name meanwhile wait for the same answer: a name whose servers are slow holds one thread.
"""

import os
import socket
from concurrent.futures import Future
from ipaddress import ip_address
from threading import Lock
from typing import Any

from gatepost.threads import start_thread

Found = tuple[socket.AddressFamily, socket.SocketKind, int, str, Any]
"""The family, kind and protocol of a socket, a canonical name, and the address to connect to."""


class _LookUps:
    """The questions that wait for the resolver."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: dict[tuple[str, int], Future[list[Found]]] = {}

    def forget(self) -> None:
        """Begin anew: a child has none of its parent's threads."""
        self._lock, self._waiting = Lock(), {}

    def ask(self, host: str, port: int) -> Future[list[Found]]:
        with self._lock:
            if (answer := self._waiting.get((host, port))) is None:
                answer = Future()
                start_thread("look-up", lambda: self._resolve(host, port, answer))
                self._waiting[host, port] = answer
        return answer

    def _resolve(self, host: str, port: int, answer: Future[list[Found]]) -> None:
        try:
            answer.set_result(_resolve(host, port))
        except BaseException as error:
            answer.set_exception(error)
        finally:
            with self._lock:
                self._waiting.pop((host, port), None)


_look_ups = _LookUps()


os.register_at_fork(after_in_child=_look_ups.forget)


def look_up(host: str, port: int, *, seconds: float) -> list[Found]:
    """Where a TCP connection to *port* of *host* may go. Raises OSError: TimeoutError after so many *seconds*."""
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        try:
            return _look_ups.ask(host, port).result(seconds)
        except RuntimeError as error:  # there is no further thread
            raise OSError(str(error)) from None
    return _resolve(host, port)


def _resolve(host: str, port: int) -> list[Found]:
    return list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
