"""gunicorn serves the service too."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.serving.test_addresses import free_port
from tests.serving.wire import alive, ask, join
from tests.support.live import clean_environment


@contextmanager
def running(folder: Path, url: str, *command: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program that serves at *url*; its words are in ``log.txt``. It is ended in the end."""
    settings = clean_environment(GATEPOST_INSTANCE=str(folder / "instance"), **environment)
    with (folder / "log.txt").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env=settings, stdout=log, stderr=log, start_new_session=True)
    try:
        deadline = time.monotonic() + 30
        while True:
            try:
                assert ask(url, "GET /healthz", timeout=2).status == 200
                break
            except OSError:
                said = (folder / "log.txt").read_text()
                assert process.poll() is None, said
                assert time.monotonic() < deadline, said
                time.sleep(0.05)
        yield process
    finally:
        process.kill()
        process.wait(timeout=10)


def test_gunicorn_serves_the_service_and_stops_gracefully(tmp_path: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", "gatepost.wsgi:app", "--no-control-socket", "--workers", "2"]
    command += ["--bind", f"127.0.0.1:{port}"]
    with running(tmp_path, url, *command, PORT=str(port)) as server:
        ada = join(url, "ada")
        assert [alive(url, ada) for _ in range(5)] == [(200, 200)] * 5
        server.terminate()
        assert server.wait(timeout=10) == 0
    log = (tmp_path / "log.txt").read_text()
    assert log.count("Booting worker") == 2
    assert "Traceback" not in log
