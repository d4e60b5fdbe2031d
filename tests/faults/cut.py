"""A way to the database that can cut a COMMIT off: the statement arrives, its answer does not."""

import contextlib
import random
import socket
import threading

_SIZE = 65536


class Cut:
    """Listens on loopback and passes on to *port*. While ``cuts`` is set, one COMMIT in *one_in* loses its answer."""

    def __init__(self, port: int, *, one_in: int = 20, seed: int = 1) -> None:
        self._to, self._one_in, self._chance = port, one_in, random.Random(seed)
        self.cuts = threading.Event()
        self.count = 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, name="cut", daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # closed
            while True:
                client, _ = self._listening.accept()
                server = socket.create_connection(("127.0.0.1", self._to))
                for deed in (self._forward, self._back):
                    threading.Thread(target=deed, args=(client, server), daemon=True).start()

    def _forward(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while sent := client.recv(_SIZE):
                if b"COMMIT" in sent and self.cuts.is_set() and self._chance.randrange(self._one_in) == 0:
                    self.count += 1
                    _close(client)  # before the answer can pass
                server.sendall(sent)
                if client.fileno() < 0:
                    server.recv(_SIZE)  # it was done
                    break
        _close(server)
        _close(client)

    def _back(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while answer := server.recv(_SIZE):
                client.sendall(answer)
        _close(client)


def _close(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
