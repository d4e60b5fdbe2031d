"""The verifier and a service that runs: keys that follow one another or are revoked, and what it cannot know."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gatepost.verify import InvalidToken, Verifier
from tests.serving.wire import ask, join, log_in
from tests.support.commands import gatepost
from tests.support.live import Live, clean_environment
from tests.support.people import Person
from tests.tokens.forge import opened

pytestmark = pytest.mark.any_server


class Stopwatch:
    def __init__(self) -> None:
        self.seconds = 0.0

    def read(self) -> float:
        return self.seconds


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    with Live(tmp_path / "accounts") as running:
        yield running


@pytest.fixture
def ada(live: Live) -> Person:
    return join(live.url, "ada")


@pytest.fixture
def stopwatch() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
def verifier(live: Live, stopwatch: Stopwatch) -> Verifier:
    return Verifier(live.url, stopwatch=stopwatch.read)


@pytest.fixture
def keys(live: Live) -> Callable[..., str]:
    """Runs ``gatepost keys …``."""

    def run(*arguments: str) -> str:
        environment = clean_environment(GATEPOST_INSTANCE=str(live.instance))
        ran = gatepost("keys", *arguments, folder=live.instance, environment=environment)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    return run


def test_the_claims_are_those_of_who_logged_in(verifier: Verifier, live: Live, ada: Person) -> None:
    claims = verifier.verify(ada.access_token, max_age=60)
    assert claims == opened(ada.access_token)[1]
    assert (claims["sub"], claims["iss"]) == (ada.uuid, live.url)
    with pytest.raises(InvalidToken, match="not an access token"):
        verifier.verify(ada.refresh_token)


@pytest.mark.parametrize("algorithm", ["EdDSA", "ES256", "RS256"])
def test_whatever_the_service_signs_with_can_be_verified(tmp_path: Path, algorithm: str) -> None:
    with Live(tmp_path / "accounts", GATEPOST_SIGNING_ALGORITHM=algorithm) as live:
        ada = join(live.url, "ada")
        assert opened(ada.access_token)[0]["alg"] == algorithm
        assert Verifier(live.url).verify(ada.access_token)["sub"] == ada.uuid


def test_the_public_address_and_the_audience_are_what_counts(tmp_path: Path) -> None:
    public = "https://accounts.example.org"
    with Live(tmp_path / "accounts", GATEPOST_PUBLIC_URL=public, GATEPOST_AUDIENCE="notes") as live:
        ada = join(live.url, "ada")
        inside = f"{live.url}/.well-known/jwks.json"
        assert Verifier(public, "notes", jwks_url=inside).verify(ada.access_token)["sub"] == ada.uuid
        for other in (Verifier(public, jwks_url=inside), Verifier(live.url, "notes")):
            with pytest.raises(InvalidToken):
                other.verify(ada.access_token)


def test_keys_follow_one_another_unnoticed(
    verifier: Verifier, stopwatch: Stopwatch, live: Live, ada: Person, keys: Callable[..., str]
) -> None:
    assert verifier.verify(ada.access_token)
    keys("rotate", "--now")
    again = eventually_signed_with_another_key(live, ada)
    stopwatch.seconds += 10
    assert verifier.verify(again.access_token)["sub"] == ada.uuid
    assert verifier.verify(ada.access_token)


def test_a_revoked_key_is_trusted_for_five_minutes_at_the_most(
    verifier: Verifier, stopwatch: Stopwatch, live: Live, ada: Person, keys: Callable[..., str]
) -> None:
    assert verifier.verify(ada.access_token)
    keys("revoke", "--yes", opened(ada.access_token)[0]["kid"])
    again = eventually_signed_with_another_key(live, ada)
    stopwatch.seconds += 300
    with pytest.raises(InvalidToken):
        verifier.verify(ada.access_token)
    assert verifier.verify(again.access_token)["sub"] == ada.uuid


def test_a_token_whose_session_has_ended_passes_to_its_end(verifier: Verifier, live: Live, ada: Person) -> None:
    """What is told to everybody who uses this; who must know at once asks the service."""
    assert ask(live.url, "POST /user/logout/", token=ada.access_token).status == 200
    assert ask(live.url, f"GET /user/{ada.uuid}", token=ada.access_token).status == 401
    assert verifier.verify(ada.access_token)["sub"] == ada.uuid


def eventually_signed_with_another_key(live: Live, person: Person) -> Person:
    """The person after another log-in: the running service reads the keys again every second."""
    first: Any = opened(person.access_token)[0]["kid"]
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        again = log_in(live.url, person)
        if opened(again.access_token)[0]["kid"] != first:
            return again
    pytest.fail("the service still signs with the old key")
