"""Redis (or Valkey), for counting: nothing is kept when it stops."""

import shutil
import signal
import subprocess
import time
from typing import Self

import pytest
from redis import Redis
from redis.exceptions import RedisError

from tests.support.ci import skip_outside_ci

from .processes import Folder, free_port, launch

_PATIENCE = 20.0  # seconds


class RedisServer:
    """A server on a loopback port; :meth:`stop` and :meth:`start` it as a network would take it away."""

    def __init__(self) -> None:
        program = shutil.which("redis-server") or shutil.which("valkey-server")
        if program is None:
            skip_outside_ci("Redis is not installed: ./dev servers")
        self._program, self.port = str(program), free_port()
        self._folder = Folder(farewell=signal.SIGTERM)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> Self:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._process = launch([self._program, *options, "--dir", str(self._folder.path)], self._folder)
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            try:
                with Redis(port=self.port) as client:
                    client.ping()
            except RedisError:
                time.sleep(0.02)
            else:
                return self
        pytest.fail(f"Redis did not start:\n{self._folder.last_words()}")

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def freeze(self) -> None:
        """Connections are accepted, and nothing is answered, until it is thawed."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._folder.release()
