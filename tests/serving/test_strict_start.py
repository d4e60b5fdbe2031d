"""What the doctor finds stops a start, under each server; a worker that is started again is not examined again."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.serving.test_stop import workers_of
from tests.serving.wire import ask
from tests.support.live import Live

STRICT = {"GATEPOST_STRICT_START": "on", "SECRET_KEY": "a secret of the tests, of more than 32 bytes"}
FINE, WRONG = "GATEPOST_PUBLIC_URL=https://accounts.example.org\n", "GATEPOST_PUBLIC_URL=http://accounts.example.org\n"


def test_a_worker_starts_again_whatever_has_become_of_its_surroundings(
    live: Callable[..., Live], tmp_path: Path
) -> None:
    environment = tmp_path / "service0" / ".env"
    environment.parent.mkdir()
    environment.write_text(FINE)
    service = live(**STRICT)
    assert "start.weak" in service.log  # no proxy is named
    environment.write_text(WRONG)
    (before,) = workers_of(service)
    os.kill(before, signal.SIGKILL)
    service.wait_until(lambda: workers_of(service) not in ([], [before]))
    service.wait_until(lambda: ask(service.url, "GET /healthz").status == 200)
    service.kill()
    with pytest.raises(AssertionError, match="GATEPOST_PUBLIC_URL: passwords and tokens would cross"):
        service.start()


@pytest.mark.asvs("13.4.2")
def test_gunicorn_is_refused_too(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "gunicorn", "--bind", "127.0.0.1:0", "gatepost.wsgi:app"]
    service = Live(tmp_path / "data", command=command, **STRICT)
    service.launch()
    service.wait_for("GATEPOST_PUBLIC_URL: it is not set", within=30)
    service.kill()
