"""A server process of the bench: started on a free loopback port, and stopped by its id."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench import processes
from bench.client import Client
from bench.environment import CannotMeasure

_START_TIMEOUT = 30.0  # seconds


@dataclass(frozen=True)
class Command:
    """How to start a server, its folder, and a path that answers 200 once it is ready."""

    argv: list[str]
    environment: dict[str, str]
    folder: Path
    ready: str
    beside: tuple[int, ...] = ()  # processes that work for it, such as its database server


@dataclass(frozen=True)
class Server:
    """A running server."""

    pid: int
    client: Client
    start_up: float  # seconds from exec to the first 200
    beside: tuple[int, ...] = ()


def free_port() -> int:
    """A free loopback port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: Command, port: int) -> Iterator[Server]:
    """Run the server of *command* while the block runs. Its output goes to the file ``log`` in its folder."""
    with (command.folder / "log").open("ab") as log:
        began = time.perf_counter()
        process = subprocess.Popen(
            command.argv,
            env=command.environment,
            cwd=command.folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            client = Client("127.0.0.1", port)
            _wait(process, client, command, began)
            yield Server(process.pid, client, time.perf_counter() - began, command.beside)
        finally:
            _stop(process)


def _wait(process: "subprocess.Popen[bytes]", client: Client, command: Command, began: float) -> None:
    while time.perf_counter() - began < _START_TIMEOUT and process.poll() is None:
        with suppress(OSError):
            if client.send("GET", command.ready).status == 200:
                return
        time.sleep(0.01)
    said = (command.folder / "log").read_text(errors="replace")[-2000:]
    raise CannotMeasure(f"{' '.join(command.argv)} did not start:\n{said}")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    family = processes.tree(process.pid) if process.poll() is None else []
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)
    for pid in family[1:]:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
