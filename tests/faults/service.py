"""``gatepost serve`` as an init system runs it: on a fixed port, and started again when it ends."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.servers.processes import free_port
from tests.servers.watchdog import descendants
from tests.serving.wire import ask
from tests.support.live import clean_environment

PATIENCE = 60.0  # seconds for a start

_SETTINGS = {
    "GATEPOST_ARGON2_MEMORY": "8",
    "GATEPOST_ARGON2_PASSES": "1",
    "GATEPOST_DATABASE_TIMEOUT": "2s",
    "GATEPOST_HASH_QUEUE": "100",
    "GATEPOST_SESSIONS_PER_USER": "0",
    "GATEPOST_TRUSTED_PROXIES": "127.0.0.1",
    "SECRET_KEY": "a secret of the fault run, of more than 32 bytes",
}


class Service:
    """Two workers; what it says goes to *log*, a file or a pipe."""

    def __init__(self, folder: Path, database: str, **environment: str) -> None:
        self.folder, self.log, self.port = folder, folder / "log.txt", free_port()
        self.environment = {
            **_SETTINGS,
            "GATEPOST_INSTANCE": str(folder),
            **({"SQLALCHEMY_DATABASE_URI": database} if database else {}),
            **environment,
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def launch(self) -> None:
        """Start it, if it does not run; do not wait."""
        if self._process is not None and self._process.poll() is None:
            return
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "gatepost", "serve", "--workers", "2", "--port", str(self.port)],
                cwd=self.folder,
                env=clean_environment(**self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def await_readiness(self) -> None:
        """Wait until ``/readyz`` says that it is ready; start it again as often as it ends."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self.launch()
            with contextlib.suppress(OSError):
                if ask(self.url, "GET /readyz", timeout=5).status == 200:
                    return
            time.sleep(0.05)
        raise TimeoutError(f"not ready within {PATIENCE:g} s")

    def command(self, *words: str) -> None:
        """Type ``gatepost`` and these *words* on its data folder."""
        subprocess.run(
            [sys.executable, "-m", "gatepost", *words],
            cwd=self.folder,
            env=clean_environment(**self.environment),
            capture_output=True,
            timeout=PATIENCE,
            check=True,
        )

    def kill_worker(self) -> None:
        """Kill one of its workers, as the kernel does when memory is short."""
        assert self._process is not None
        if workers := [pid for pid in descendants(self._process.pid) if _serves(pid)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(workers[0], signal.SIGKILL)

    def kill(self) -> None:
        """Kill all its processes at once."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(timeout=10)


def _serves(pid: int) -> bool:
    """Whether it is a worker, and not the process that watches over shared things."""
    try:
        return b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
