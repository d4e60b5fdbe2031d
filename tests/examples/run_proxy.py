"""Programs that stand before an application, started with what a page shows."""

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.ci import skip_outside_ci

AROUND = """\
daemon off;
master_process off;
pid nginx.pid;
error_log stderr warn;
events {{}}
http {{
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
{shown}
}}
"""


def find(program: str) -> str | None:
    return shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def require(program: str) -> None:
    """Skip the test if this proxy is not installed; in CI it must be."""
    if find(program) is None:
        skip_outside_ci(f"{program} is not installed: ./dev servers")


def replaced(shown: str, replaced: dict[str, str]) -> str:
    for old, new in replaced.items():
        assert shown.count(old) == 1, old
        shown = shown.replace(old, new)
    return shown


@contextmanager
def running_nginx(folder: Path, shown: str, *, is_there: Callable[[], object]) -> Iterator[None]:
    """nginx with this configuration of servers; *is_there* asks it for something."""
    (folder / "nginx.conf").write_text(AROUND.format(shown=shown))
    program = find("nginx")
    assert program
    with running([program, "-p", str(folder), "-c", "nginx.conf", "-e", "stderr"], folder, is_there=is_there):
        yield


@contextmanager
def running_caddy(folder: Path, shown: str, *, is_there: Callable[[], object]) -> Iterator[None]:
    """Caddy with this configuration of sites, without its port for administration."""
    (folder / "Caddyfile").write_text("{\n    admin off\n    auto_https off\n}\n" + shown)
    program = find("caddy")
    assert program
    command = [program, "run", "--config", "Caddyfile", "--adapter", "caddyfile"]
    with running(command, folder, is_there=is_there):
        yield


@contextmanager
def running(command: Sequence[str], folder: Path, *, is_there: Callable[[], object]) -> Iterator[None]:
    """A proxy that runs in *folder*, from the time when it answers."""
    log = folder / "log.txt"
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(is_there, process, log)
        yield
    finally:
        process.terminate()  # Dovecot then ends its own processes, too
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=5)
        process.kill()
        process.wait(timeout=10)


def _wait_for(is_there: Callable[[], object], process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError):
            is_there()
            return
        time.sleep(0.05)
    pytest.fail(f"the proxy did not start:\n{log.read_text()}")
