"""PostgreSQL."""

import signal
from pathlib import Path
from typing import NamedTuple

from .access import USER
from .find import homebrew_folders, newest_first, program, system_folders
from .server import Server

# What is written may be lost if the machine fails; nothing else differs from the defaults.
_FAST = ("fsync=off", "full_page_writes=off", "shared_buffers=32MB")


class Programs(NamedTuple):
    """What is needed of PostgreSQL."""

    server: Path
    initdb: Path


def programs() -> Programs | None:
    """The newest installed PostgreSQL."""
    packaged = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    for folder in [*newest_first(packaged), *homebrew_folders("postgresql"), *system_folders()]:
        server, initdb = program("postgres", [folder]), program("initdb", [folder])
        if server and initdb:
            return Programs(server, initdb)
    return None


class PostgreSQL(Server):
    """A PostgreSQL whose text compares byte by byte."""

    engine = "postgresql"
    stop_signal = signal.SIGINT  # on SIGTERM it would wait for every pooled connection to be closed
    farewell = signal.SIGQUIT

    def initialisation(self) -> list[str]:
        password = self.folder / "password"
        password.write_text(self.access.password)
        return [
            str(_installed().initdb),
            f"--pgdata={self.folder}/data",
            "--encoding=UTF8",
            "--locale=C",
            f"--username={USER}",
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            "--no-sync",
            "--no-instructions",
        ]

    def command(self) -> list[str]:
        settings = (
            "listen_addresses=127.0.0.1",
            f"port={self.port}",
            "unix_socket_directories=",  # no socket
            "max_connections=400",
            "dynamic_shared_memory_type=mmap",  # files in the data folder, which go with it
            *_FAST,
        )
        options = [part for setting in settings for part in ("-c", setting)]
        return [str(_installed().server), "-D", f"{self.folder}/data", *options]


def _installed() -> Programs:
    found = programs()
    assert found is not None
    return found
