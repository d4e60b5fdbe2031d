"""Connections with one deadline for the whole exchange."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from http.client import HTTPException
from threading import Lock, Timer

from gatepost.clock import stopwatch
from gatepost.host_addresses import look_up
from gatepost.outbox.kinds import NotDelivered


class TimedConnection:
    """Connects, and shuts the connection down at the deadline, so many *seconds* from now.

    A socket's own timeout starts anew with each byte, so a server that sends one now and then could hold us forever.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = stopwatch() + seconds
        self._socket: socket.socket | None = None
        self._lock = Lock()
        self._timer = Timer(seconds, self._shut_down)
        self._timer.daemon = True
        self._timer.start()

    @property
    def expired(self) -> bool:
        return stopwatch() >= self._end

    def connect(
        self,
        host: str,
        port: int,
        *,
        tls: ssl.SSLContext | None = None,
        may_reach: Callable[[str], bool] | None = None,
    ) -> socket.socket:
        """A connection to the first address of *host* that answers, of those that we *may_reach*. Raises OSError."""
        found = look_up(host, port, seconds=self._left())
        if may_reach is not None:
            found = [each for each in found if may_reach(str(each[4][0]))]
        for others, (family, kind, protocol, _, address) in zip(reversed(range(len(found))), found, strict=True):
            plain = socket.socket(family, kind, protocol)
            try:
                plain.settimeout(self._left() / (1 + others))  # so that a dead address leaves time for the others
                plain.connect(address)
                plain.settimeout(self._left())
            except OSError:
                plain.close()
                if not others:
                    raise
                continue
            self._watch(plain)
            return tls.wrap_socket(plain, server_hostname=host) if tls else plain
        raise OSError(f"{host} has no address")

    def close(self) -> None:
        """Cancel the deadline."""
        self._timer.cancel()
        with self._lock:
            if self._socket is not None:
                self._socket.close()
                self._socket = None

    def describe(self, error: Exception) -> str:
        """The meaning of *error*, in words without addresses."""
        if self.expired or isinstance(error, TimeoutError):
            return f"it took longer than {self._seconds:g} s"
        match error:
            case ssl.SSLCertVerificationError():
                return f"the certificate is not good: {error.verify_message}"
            case ssl.SSLError():
                return f"no TLS: {error.reason}"
            case ConnectionRefusedError():
                return "the connection was refused"
            case socket.gaierror():
                return "the name of the server is not known"
        return "the connection broke off"

    def _left(self) -> float:
        if (left := self._end - stopwatch()) <= 0:
            raise TimeoutError
        return left

    def _watch(self, connected: socket.socket) -> None:
        """Keep a second handle, because TLS takes over the first, which may be closed during the shutdown."""
        with self._lock:
            self._socket = connected.dup()
        if self.expired:
            self._shut_down()

    def _shut_down(self) -> None:
        with self._lock, suppress(OSError):
            if self._socket is not None:
                self._socket.shutdown(socket.SHUT_RDWR)


@contextmanager
def timed_connection(timeout: timedelta) -> Iterator[TimedConnection]:
    """A TimedConnection for one exchange. Errors of the connection and of the protocol become NotDelivered."""
    timed = TimedConnection(timeout.total_seconds())
    try:
        yield timed
    except (OSError, HTTPException, ValueError, NotDelivered) as error:
        if isinstance(error, NotDelivered) and not timed.expired:  # otherwise it may come from half an answer
            raise
        raise NotDelivered(timed.describe(error)) from None
    finally:
        timed.close()
