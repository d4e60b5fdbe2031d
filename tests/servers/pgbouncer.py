"""PgBouncer, in front of a PostgreSQL of the tests."""

import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Self

import psycopg
import pytest

from tests.support.ci import skip_outside_ci

from .access import USER, Access
from .processes import Folder, free_port, launch

_PATIENCE = 20.0  # seconds


class PgBouncer:
    """A pooler on a loopback port. *sessions*: how many of the server's sessions it uses."""

    def __init__(self, server: Access, *, mode: str, sessions: int) -> None:
        program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
        if program is None:
            skip_outside_ci("PgBouncer is not installed: ./dev servers")
        self.port, self._server, self._program = free_port(), server, str(program)
        self._folder = Folder(farewell=signal.SIGTERM)
        self._folder.put("users", f'"{USER}" "{server.password}"\n'.encode())
        self._configuration = self._folder.put("pgbouncer.ini", self._settings(mode, sessions).encode())
        self._process: subprocess.Popen[bytes] | None = None

    def _settings(self, mode: str, sessions: int) -> str:
        return f"""
[databases]
* = host=127.0.0.1 port={self._server.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {self.port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {self._folder.path}/users
pool_mode = {mode}
default_pool_size = {sessions}
max_client_conn = 300
"""

    def address(self, database: str) -> str:
        """The address of the server's *database* through the pooler."""
        return database.replace(f":{self._server.port}/", f":{self.port}/")

    def __enter__(self) -> Self:
        self._process = launch([self._program, str(self._configuration)], self._folder)
        whereto = f"host=127.0.0.1 port={self.port} user={USER} password={self._server.password} dbname=postgres"
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            try:
                psycopg.connect(whereto).close()
            except psycopg.OperationalError:
                time.sleep(0.02)
            else:
                return self
        pytest.fail(f"PgBouncer did not start:\n{self._folder.last_words()}")

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._folder.release()

    @property
    def log(self) -> Path:
        return self._folder.log
