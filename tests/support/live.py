"""The real server: ``gatepost serve`` in processes of its own, on a free port of 127.0.0.1.

``./dev test --by-gunicorn`` runs the same application under gunicorn instead, unless a test asks for a command.
"""

import contextlib
import os
import re
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import DEVNULL, STDOUT, Popen
from typing import IO, Self

import httpx

from tests.servers.processes import free_port
from tests.servers.watchdog import descendants, living
from tests.support.forked import Forked
from tests.support.template import copy_template

ROOT = Path(__file__).parents[2]
SHARED_SECRET = "a secret that services of the tests share, of more than 32 bytes"
GATEPOST = [sys.executable, "-m", "gatepost"]
GUNICORN = [sys.executable, "-m", "gunicorn", "gatepost.wsgi:app", "--threads", "8", "--no-control-socket"]
BY_GUNICORN = os.environ.get("GATEPOST_TEST_SERVER") == "gunicorn"
_ADDRESS = re.compile(r"(?:serves|Listening) at:? (http://\S+)")


def clean_environment(**more: str) -> dict[str, str]:
    """This process's environment without settings of Gatepost, and with these."""
    names = ("SECRET_KEY", "DEBUG", "SALT_KEY", "HOST", "PORT")
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GATEPOST_", "FLASK_", "SQLALCHEMY_")) and name not in names
    }
    # Services that share a database share its secret; with a database of its own, each makes one in its folder.
    shared = {"SECRET_KEY": SHARED_SECRET} if "SQLALCHEMY_DATABASE_URI" in more else {}
    return {**kept, "PYTHONPATH": str(ROOT), **shared, **more}


class Live:
    """A service that runs. Its log is in a file of the data folder.

    On SQLite its tables are there before it starts, unless *tables* is false or it has made them before.
    """

    def __init__(
        self,
        instance: Path,
        *options: str,
        command: list[str] | None = None,
        tables: bool = True,
        **environment: str,
    ) -> None:
        self.instance = instance
        self._file = instance / "gatepost.db" if tables and "SQLALCHEMY_DATABASE_URI" not in environment else None
        self._options = options
        port: dict[str, str] = {}
        if BY_GUNICORN and not command:
            self._options, number = _without_port(options)
            port = {"PORT": number, "GATEPOST_WORKERS": _workers(options)}  # tokens name the port in their issuer
            command = [*GUNICORN, "--bind", f"127.0.0.1:{number}"]
        self._command = command or [*GATEPOST, "serve", "--port", "0"]
        self._environment = {
            "GATEPOST_ARGON2_MEMORY": "8",
            "GATEPOST_ARGON2_PASSES": "1",
            "GATEPOST_INSTANCE": str(instance),
            **port,
            **environment,
        }
        self.log_file = instance / "log.txt"
        self.url = ""

    def launch(self) -> int:
        """Start it, without waiting; how long the log was before."""
        self.instance.mkdir(parents=True, exist_ok=True)
        if self._file and not self._file.exists():
            copy_template(self._file)
        with self.log_file.open("a") as log:
            begin = log.tell()
            self.process = self._process(log)
        return begin

    def _process(self, log: IO[str]) -> Popen[bytes] | Forked:
        """A fork, but for another program."""
        command, environment = [*self._command, *self._options], clean_environment(**self._environment)
        if command[: len(GATEPOST)] == GATEPOST:
            with Path(os.devnull).open() as nothing:
                words = command[len(GATEPOST) :]
                return Forked(*words, folder=self.instance, environment=environment, streams=(nothing, log, log))
        return Popen(
            command,
            cwd=self.instance,
            env=environment,
            stdin=DEVNULL,
            stdout=log,
            stderr=STDOUT,
            start_new_session=True,
        )

    def start(self) -> "Live":
        """Start it and wait until it serves."""
        begin = self.launch()
        deadline = time.monotonic() + 90  # four workers of gunicorn, beside other tests
        while time.monotonic() < deadline and self.process.poll() is None:
            said = _ADDRESS.search(self.log, begin)
            if said and _answers(said[1]):
                self.url = said[1]
                return self
            time.sleep(0.05)
        self.kill()
        raise AssertionError(f"the service did not start:\n{self.log}")

    @property
    def log(self) -> str:
        return self.log_file.read_text()

    def wait_for(self, said: str, *, within: float = 15) -> None:
        """Wait until the log has this."""
        self.wait_until(lambda: said in self.log, within=within)

    def wait_until(self, true: Callable[[], object], *, within: float = 15) -> None:
        """Wait until it is so."""
        deadline = time.monotonic() + within
        while not true():
            assert time.monotonic() < deadline, f"it did not come true:\n{self.log}"
            time.sleep(0.02)

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=30, trust_env=False, verify=False)

    def stop(self, with_signal: signal.Signals = signal.SIGTERM, *, group: bool = False) -> int:
        """Tell it to stop, wait until it has, and give its exit status."""
        if group:
            os.killpg(self.process.pid, with_signal)
        else:
            self.process.send_signal(with_signal)
        return self.process.wait(timeout=40)

    def kill(self) -> None:
        """End it and all its workers the hard way (also what ``with`` does at the end)."""
        workers = descendants(self.process.pid) if self.process.poll() is None else []
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=10)
        self.wait_until(lambda: not living(workers))  # one that is not gone yet still has the port

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.kill()


def _workers(options: tuple[str, ...]) -> str:
    return options[options.index("--workers") + 1] if "--workers" in options else "1"


def _without_port(options: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The other options, and the port: the one that ``--port`` names, otherwise a free one."""
    if "--port" not in options:
        return options, str(free_port())
    at = options.index("--port")
    return options[:at] + options[at + 2 :], options[at + 1]


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz", timeout=2, trust_env=False, verify=False).status_code == 200
    except httpx.TransportError:
        return False
