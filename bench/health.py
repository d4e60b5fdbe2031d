"""Asks whether the service is alive, again and again, while something else happens."""

import contextlib
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection

from bench.client import Client


@contextlib.contextmanager
def asking_for_health(client: Client) -> Iterator[list[float]]:
    """The times of ``/healthz`` in ms, requested repeatedly over one connection while the block runs."""
    taken, over = [], threading.Event()

    def ask() -> None:
        connection = HTTPConnection(client.host, client.port, timeout=30)
        while not over.wait(0.005):
            begun = time.perf_counter()
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            taken.append((time.perf_counter() - begun) * 1000)
        connection.close()

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        yield taken
    finally:
        over.set()
        asking.join()
