"""A SECRET_KEY other than the one that sealed the database is found before anything is served, with the remedy."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.serving.wire import alive, join, log_in
from tests.support.commands import gatepost
from tests.support.live import Live, clean_environment
from tests.support.people import Person

OURS, OTHER = "the secret of this service, of 32 bytes and more", "another secret, of more than 32 bytes long"
FOUND = "SECRET_KEY: it is not the one that sealed the keys in this database"


@pytest.fixture
def ada(live: Callable[..., Live]) -> Person:
    """A user of a service that has stopped."""
    service = live(SECRET_KEY=OURS)
    ada = join(service.url, "ada")
    assert service.stop() == 0
    return ada


def typed(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = clean_environment(
        GATEPOST_INSTANCE=str(folder), SECRET_KEY=OTHER, GATEPOST_PUBLIC_URL="https://accounts.example.org"
    )
    return gatepost(*words, folder=folder, environment=environment)


def test_it_stops_the_start_and_doctor_finds_it(ada: Person, tmp_path: Path) -> None:
    folder = tmp_path / "service0"
    with pytest.raises(AssertionError, match=FOUND):
        Live(folder, SECRET_KEY=OTHER).start()
    told = typed(folder, "doctor")
    assert told.returncode == 1
    assert FOUND in told.stdout
    assert "gatepost keys revoke KID" in told.stdout
    with Live(folder, SECRET_KEY=OURS) as service:  # the refused start has changed nothing
        assert alive(service.url, log_in(service.url, ada)) == (200, 200)


def test_a_new_secret_is_taken_after_the_remedy(ada: Person, tmp_path: Path) -> None:
    folder = tmp_path / "service0"
    (kid,) = [line.split()[0] for line in typed(folder, "keys", "list").stdout.splitlines()]
    assert typed(folder, "keys", "revoke", kid, "--yes").returncode == 0
    assert typed(folder, "doctor").returncode == 0
    with Live(folder, SECRET_KEY=OTHER) as service:
        assert alive(service.url, ada) == (401, 401)
        assert alive(service.url, log_in(service.url, ada)) == (200, 200)


def test_a_redis_that_does_not_answer_is_told_at_the_start(live: Callable[..., Live]) -> None:
    service = live(GATEPOST_REDIS_URL="redis://127.0.0.1:1/0")
    service.wait_for("start.weak")
    assert "GATEPOST_REDIS_URL" in service.log
