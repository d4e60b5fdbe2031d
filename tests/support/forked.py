"""``gatepost`` as a process of its own that starts in no time: a fork of one that has imported everything."""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[2]
_starting = threading.Lock()
_warm: dict[int, socket.socket] = {}  # by the process that started it


class Forked:
    """As :class:`subprocess.Popen`, in a session of its own: ``gatepost``, or *code* as ``python -c`` runs it."""

    def __init__(
        self,
        *words: str,
        folder: Path,
        environment: Mapping[str, str],
        streams: tuple[IO[Any], IO[Any], IO[Any]],
        code: str = "",
    ) -> None:
        self._told, told = os.pipe()
        order = {"words": words, "code": code, "folder": str(folder), "environment": dict(environment)}
        request = json.dumps(order).encode()
        with _starting:
            warm = _warm_process()
            socket.send_fds(warm, [len(request).to_bytes(4)], [*(stream.fileno() for stream in streams), told])
            warm.sendall(request)
        os.close(told)
        self.args = ["gatepost", *words]
        self.pid = int(self._line())
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit status, once there is one; that of a signal is negative."""
        if self.returncode is None and select.select([self._told], [], [], 0)[0]:
            self._collect()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            if not select.select([self._told], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(self.args, timeout or 0)
            self._collect()
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _collect(self) -> None:
        self.returncode = int(self._line())
        os.close(self._told)

    def _line(self) -> bytes:
        line = b""
        while not line.endswith(b"\n"):
            read = os.read(self._told, 1)
            assert read, "the process that forks has ended"
            line += read
        return line


def _warm_process() -> socket.socket:
    """The other end of the process that forks for this one. It goes when this one does."""
    if os.getpid() not in _warm:
        ours, its = socket.socketpair()
        with its:
            subprocess.Popen(
                [sys.executable, str(ROOT / "tests/support/warm.py"), str(its.fileno())],
                pass_fds=[its.fileno()],
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
        _warm[os.getpid()] = ours
    return _warm[os.getpid()]
