"""The bench's own folder: the peers in an environment of their own, wrk, and throw-away folders."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
WORK = HERE / ".work"
PEERS = WORK / "venv"
# Prefixes and names that would make a server here differ from one that a user starts.
_NOT_FOR_SERVERS = ("GATEPOST_", "SQLALCHEMY_", "FLASK_", "GRANIAN_", "PYTHON", "UVICORN_")
_NOT_FOR_SERVERS_EITHER = ("SECRET_KEY", "DEBUG", "SALT_KEY", "HOST", "PORT", "WEB_CONCURRENCY", "GOMAXPROCS")


class CannotMeasure(Exception):
    """Something is missing or wrong. Its text names the problem and the remedy."""


def install_peers() -> None:
    """Bring ``.work/venv`` to what requirements.txt says, unless it is there already."""
    lock = HERE / "requirements.txt"
    stamp, wanted = PEERS / "installed", hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("Installing the peers into bench/.work/venv ...", file=sys.stderr)
    pip = [str(PEERS / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "-qq"]
    for command in (
        [sys.executable, "-m", "venv", "--clear", str(PEERS)],
        [*pip, "install", "--require-hashes", "--only-binary", ":all:", "-r", str(lock)],
    ):
        if subprocess.run(command, check=False, timeout=600).returncode:
            raise CannotMeasure(f"this failed: {' '.join(command)}")
    stamp.write_text(wanted)


def find_wrk() -> str:
    """The path of wrk, which is installed from Debian's packages if possible. Raises CannotMeasure."""
    if not shutil.which("wrk") and shutil.which("apt-get") and os.geteuid() == 0:
        print("Installing wrk ...", file=sys.stderr)
        subprocess.run(["apt-get", "update", "-qq"], check=False, timeout=300)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "wrk"]
        subprocess.run(install, check=False, timeout=300, stdout=subprocess.DEVNULL)
    if path := shutil.which("wrk"):
        return path
    raise CannotMeasure("wrk is missing. Install it: sudo apt-get install wrk (or: brew install wrk)")


def server_environment(**more: str) -> dict[str, str]:
    """This process's environment without variables that configure a server, and with *more*."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_NOT_FOR_SERVERS) and name not in _NOT_FOR_SERVERS_EITHER
    }
    return kept | more


@contextmanager
def throw_away_folder() -> Iterator[Path]:
    """A folder under ``.work`` that is removed after the block."""
    WORK.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="run-", dir=WORK))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
