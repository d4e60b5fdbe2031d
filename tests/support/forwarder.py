"""An address that leads to one server and later to another, as a virtual address or a proxy does in a failover."""

import contextlib
import socket
import threading
import time
from typing import Self

from sqlalchemy import make_url


class Forwarder:
    """Forwards connections to 127.0.0.1 at *target*. Connections stay where they were led when it changes.

    Data from the target arrive *delay* seconds later.
    """

    def __init__(self, target: int, *, delay: float = 0.0) -> None:
        self.target, self._delay = target, delay
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []

    def lead(self, address: str) -> str:
        """The database *address* by way of this forwarder."""
        url = make_url(address).set(port=self._listener.getsockname()[1])
        return url.render_as_string(hide_password=False)

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for each in self._open:
            each.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # closed
            while True:
                near, _ = self._listener.accept()
                try:
                    far = socket.create_connection(("127.0.0.1", self.target))
                except OSError:
                    near.close()
                    continue
                self._open += [near, far]
                for source, sink, delay in ((near, far, 0.0), (far, near, self._delay)):
                    threading.Thread(target=_pump, args=(source, sink, delay), daemon=True).start()


def _pump(source: socket.socket, sink: socket.socket, delay: float) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            time.sleep(delay)
            sink.sendall(data)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)
