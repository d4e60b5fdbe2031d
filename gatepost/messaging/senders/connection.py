"""Connections that end in time, whatever the other side does."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from http.client import HTTPException
from threading import Lock, Timer

from gatepost.clock import stopwatch
from gatepost.outbox.kinds import NotDelivered


class Dial:
    """Connects, and cuts the connection when its time is over.

    A socket's own time limit counts from byte to byte: a server that sends one now and then would hold us for ever.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = stopwatch() + seconds
        self._line: socket.socket | None = None
        self._lock = Lock()
        self._timer = Timer(seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()

    @property
    def over(self) -> bool:
        return stopwatch() >= self._end

    def connect(self, host: str, port: int, *, tls: ssl.SSLContext | None = None) -> socket.socket:
        """A connection to the first address of *host* that answers. Raises OSError."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        for others, (family, kind, protocol, _, address) in zip(reversed(range(len(found))), found, strict=True):
            line = socket.socket(family, kind, protocol)
            try:
                line.settimeout(self._left() / (1 + others))  # an address that is dead leaves time for the others
                line.connect(address)
                line.settimeout(self._left())
            except OSError:
                line.close()
                if not others:
                    raise
                continue
            self._watch(line)
            return tls.wrap_socket(line, server_hostname=host) if tls else line
        raise OSError(f"{host} has no address")

    def close(self) -> None:
        """Its time does not count any more."""
        self._timer.cancel()
        with self._lock:
            if self._line is not None:
                self._line.close()
                self._line = None

    def trouble(self, error: Exception) -> str:
        """What *error* means, in words that name nobody."""
        if self.over or isinstance(error, TimeoutError):
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

    def _watch(self, line: socket.socket) -> None:
        """Keep a second handle on *line*: the first goes over to TLS, and may be closed while we cut."""
        with self._lock:
            self._line = line.dup()
        if self.over:
            self._cut()

    def _cut(self) -> None:
        with self._lock, suppress(OSError):
            if self._line is not None:
                self._line.shutdown(socket.SHUT_RDWR)


@contextmanager
def dialling(timeout: timedelta) -> Iterator[Dial]:
    """A Dial for one message. All trouble with the connection, and with what comes over it, becomes NotDelivered."""
    dial = Dial(timeout.total_seconds())
    try:
        yield dial
    except (OSError, HTTPException, ValueError, NotDelivered) as error:
        if isinstance(error, NotDelivered) and not dial.over:  # else what it says may be half an answer
            raise
        raise NotDelivered(dial.trouble(error)) from None
    finally:
        dial.close()
