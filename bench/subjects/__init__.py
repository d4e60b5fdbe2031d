"""The measured servers, one file each: how to fill it and start it, and its loads."""

from pathlib import Path
from typing import Protocol

from bench.client import Client
from bench.load import Load
from bench.server import Command

WORKERS = 2
USERS = 10_000
IN_TURN = 200  # users whose tokens are used in turn; as many other users log in
PASSWORD = "correct horse battery"


class Subject(Protocol):
    """A server under measurement."""

    @property
    def key(self) -> str:
        """Its name on the command line."""

    def name(self) -> str:
        """Its name in the table, with its version."""

    def notes(self) -> str:
        """Facts that readers need to judge its numbers."""

    def seed(self, folder: Path) -> None:
        """Make its database in *folder*, with the users."""

    def command(self, folder: Path, port: int) -> Command:
        """The command that starts it."""

    def loads(self, client: Client) -> dict[str, Load]:
        """A load for each operation that it has. Takes some seconds, because it logs in."""
