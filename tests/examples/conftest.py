"""A service with two users, and each example as a process of its own that asks it for keys."""

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from gatepost.keys.pairs import KeyPair, unseal_pair
from tests.servers.processes import free_port as free_port
from tests.serving.wire import join
from tests.support.ci import skip_outside_ci
from tests.support.live import ROOT, Live, clean_environment
from tests.support.people import Person

EXAMPLES = ROOT / "examples"
RUN = {
    "flask": [sys.executable, "-m", "flask", "--app", "flask_app", "run", "--port", "PORT"],
    "fastapi": [sys.executable, "-m", "uvicorn", "fastapi_app:app", "--port", "PORT"],
    "django": [sys.executable, "django_app.py", "runserver", "--noreload", "PORT"],
    "javascript": ["npm", "start", "--silent"],
    "express": ["npm", "run", "express", "--silent"],
}
Start = Callable[[str, str], contextlib.AbstractContextManager[httpx.Client]]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with Live(tmp_path_factory.mktemp("accounts")) as running:
        yield running


@pytest.fixture(scope="module")
def ada(live: Live) -> Person:
    return join(live.url, "ada")


@pytest.fixture(scope="module")
def key(live: Live, ada: Person) -> KeyPair:
    """The key with which the service signs: whoever has its database and its secret has this too."""
    secret = (live.instance / "secret_key").read_text().strip()
    with contextlib.closing(sqlite3.connect(live.instance / "gatepost.db")) as database:
        ((sealed, kid, algorithm),) = database.execute("SELECT sealed, kid, algorithm FROM signing_keys")
    return unseal_pair(sealed, kid=kid, algorithm=algorithm, secret=secret)


@pytest.fixture(scope="module")
def start(node_modules: Callable[[], Path], tmp_path_factory: pytest.TempPathFactory) -> Start:
    """Starts an example for an address of Gatepost, and gives a client of it: ``with start("flask", url) as app``."""

    @contextmanager
    def started(name: str, accounts: str) -> Iterator[httpx.Client]:
        folder = node_modules() if RUN[name][0] == "npm" else EXAMPLES
        port = str(free_port())
        log = tmp_path_factory.mktemp(name) / "log.txt"
        with log.open("w") as output:
            process = subprocess.Popen(
                [part.replace("PORT", port) for part in RUN[name]],
                cwd=folder,
                env=clean_environment(ACCOUNTS_URL=accounts, PORT=port, PYTHONDONTWRITEBYTECODE="1"),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False) as client:
                wait_for(client, process, log)
                yield client
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=10)

    return started


def wait_for(client: httpx.Client, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            client.get("/")
            return
        time.sleep(0.05)
    pytest.fail(f"the example did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def node_modules(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """A copy of the JavaScript example with what it needs. In CI it must be possible; elsewhere it is skipped."""
    folder = tmp_path_factory.mktemp("node") / "javascript"

    def install() -> Path:
        if folder.exists():
            return folder
        if not shutil.which("node") or not shutil.which("npm"):
            skip_outside_ci("node and npm are not installed: ./dev servers")
        shutil.copytree(EXAMPLES / "javascript", folder, ignore=shutil.ignore_patterns("node_modules"))
        command = ["npm", "ci", "--no-audit", "--no-fund"]
        installed = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
        if installed.returncode:
            shutil.rmtree(folder)
            skip_outside_ci(f"npm ci did not work, perhaps for want of a network:\n{installed.stderr}")
        return folder

    return install
