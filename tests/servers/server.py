"""A private server: one process of an engine, its folder and its port."""

import secrets
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar, Self

from sqlalchemy.exc import OperationalError

from .access import Access
from .processes import Folder, free_port, launch
from .watchdog import end, signal_family

PATIENCE = 60.0  # seconds; a start takes about one


class CannotStart(Exception):
    """The server did not come up. Its text ends with the server's own words."""


class Server(ABC):
    """One engine's server, on a loopback port and with a data folder of its own. Leaving ``with`` removes it."""

    engine: ClassVar[str]
    stop_signal: ClassVar[int]  # finish what runs, write everything down, go
    farewell: ClassVar[int]  # go; the data is not needed again

    def __init__(self, *options: str) -> None:
        """*options*: more words of the server's command."""
        self.options = options
        self.access = Access(engine=self.engine, port=free_port(), password=secrets.token_hex(12))
        self._process: subprocess.Popen[bytes] | None = None
        self._folder = Folder(farewell=self.farewell)
        try:
            self._run(self.initialisation())
        except BaseException:
            self.remove()
            raise

    @abstractmethod
    def initialisation(self) -> list[str]:
        """The command that fills the data folder."""

    @abstractmethod
    def command(self) -> list[str]:
        """The command that is the server, in the foreground."""

    @property
    def folder(self) -> Path:
        """Everything the server writes is in here."""
        return self._folder.path

    @property
    def port(self) -> int:
        """The same for the server's whole life, also while it is stopped."""
        return self.access.port

    @property
    def pid(self) -> int | None:
        """The server's main process, if it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def put(self, name: str, content: bytes) -> Path:
        """Write a file that the server may read, and nobody else."""
        return self._folder.put(name, content)

    def url(self, database: str) -> str:
        """SQLAlchemy's address of *database*, which need not exist."""
        return self.access.url(database)

    def create_database(self, name: str) -> str:
        """Make an empty database and give its address."""
        return self.access.create_database(name)

    def drop_database(self, name: str) -> None:
        """Remove a database, if there is one, whoever is still connected to it."""
        self.access.drop_database(name)

    def start(self) -> Self:
        """Start, or start again with the same data on the same port; return when it answers."""
        if self.pid is not None:
            return self
        self._process = launch([*self.command(), *self.options], self._folder)
        try:
            self._await_answer(self._process)
        except BaseException:
            self._end(self.farewell)
            raise
        return self

    def stop(self) -> None:
        """Stop cleanly and keep the data."""
        self._end(self.stop_signal)

    def kill(self) -> None:
        """End it as a crash does, and keep the data."""
        self._end(signal.SIGKILL)

    def remove(self) -> None:
        """Stop and forget the data."""
        self._end(self.farewell)
        self._folder.release()

    def pause(self) -> None:
        """Freeze every process of the server: connections are accepted and nothing is answered."""
        if self.pid is not None:
            signal_family(self.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Go on after a pause, as if nothing had been."""
        if self.pid is not None:
            signal_family(self.pid, signal.SIGCONT)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()

    def _run(self, command: list[str]) -> None:
        process = launch(command, self._folder)
        try:
            if process.wait(timeout=PATIENCE) != 0:
                raise CannotStart(f"{command[0]} failed:\n{self._folder.last_words()}")
        finally:
            if process.poll() is None:
                end(process.pid, signal.SIGTERM)
                process.wait()

    def _await_answer(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with self.access.connect():
                    return
            except OperationalError as refusal:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise CannotStart(f"{self.engine} did not start:\n{self._folder.last_words()}") from refusal
            time.sleep(0.02)

    def _end(self, farewell: int) -> None:
        if self._process is None:
            return
        self.resume()
        self._process.send_signal(farewell)
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            signal_family(self._process.pid, signal.SIGKILL)
            self._process.wait()
        (self.folder / "pid").unlink(missing_ok=True)
        self._process = None
