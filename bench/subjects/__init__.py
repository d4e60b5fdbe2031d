"""The servers that are measured, each in one file: how to fill it, start it, and what to send it."""

from pathlib import Path
from typing import Protocol

from bench.client import Client
from bench.load import Load
from bench.server import Command

WORKERS = 2
USERS = 10_000
IN_TURN = 200  # users whose tokens are used in turn; as many others log in
PASSWORD = "correct horse battery"


class Subject(Protocol):
    """A server under measurement."""

    @property
    def key(self) -> str:
        """How the command line calls it."""

    def name(self) -> str:
        """How the table calls it: with its version."""

    def notes(self) -> str:
        """What one has to know to judge its numbers."""

    def seed(self, folder: Path) -> None:
        """Make its database in *folder*, with the users."""

    def command(self, folder: Path, port: int) -> Command:
        """How to start it."""

    def loads(self, client: Client) -> dict[str, Load]:
        """What to send for each operation that it has. Logs in, so it takes some seconds."""
