"""``gatepost keys …``: what the keys are for at this moment, the next one, and the end of one."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.run import Typed
from tests.serving.wire import ask, join, log_in
from tests.support.live import Live
from tests.tokens.forge import opened

DAY = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with Live(tmp_path_factory.mktemp("service"), "--workers", "4") as running:
        yield running
        assert "Traceback" not in running.log


@pytest.fixture
def at(service: Live) -> Typed:
    """The command, on the database of the service that runs."""
    return Typed(service.instance)


def listed(at: Typed) -> list[tuple[str, str, str]]:
    answer = at("keys", "list")
    assert (answer.returncode, answer.stderr) == (0, "")
    return [tuple(line.split("  ")) for line in answer.stdout.splitlines()]


def published(service: Live) -> set[str]:
    return {key["kid"] for key in ask(service.url, "GET /.well-known/jwks.json").json["keys"]}


def everywhere(service: Live, *, kid: str, known: bool) -> bool:
    """Whether all processes, each asked by some of these connections, agree."""
    return all((kid in published(service)) is known for _ in range(16))


def test_keys_are_listed_with_what_they_are_for(service: Live, at: Typed) -> None:
    ((kid, algorithm, state),) = listed(at)
    assert (published(service), algorithm) == ({kid}, "EdDSA")
    assert re.fullmatch(f"signs since {DAY}", state)
    answer = at("keys", "rotate")
    assert re.fullmatch(f"The next key signs from {DAY}. What was signed until then stays good.\n", answer.stdout)
    (after, _, coming), (_, _, present) = listed(at)
    assert re.fullmatch(f"signs from {DAY}", coming)
    assert re.fullmatch(f"signs since {DAY}, until {DAY}", present)
    assert present.endswith(coming.removeprefix("signs from "))
    time.sleep(1.1)
    assert everywhere(service, kid=after, known=True)


@pytest.mark.asvs("11.2.2")
def test_rotating_at_once_needs_no_restart(service: Live, at: Typed) -> None:
    ada = join(service.url, "ada")
    assert at("keys", "rotate", "--now").returncode == 0
    newest, *older = listed(at)
    assert re.fullmatch(f"signs since {DAY}", newest[2])
    assert all(re.fullmatch(f"verifies until {DAY}", state) for _, _, state in older)
    time.sleep(1.1)
    for _ in range(8):
        again = log_in(service.url, ada)
        assert opened(again.access_token)[0]["kid"] == newest[0]
    assert ask(service.url, f"GET /user/{ada.uuid}", token=ada.access_token).status == 200


@pytest.mark.asvs("11.2.2")
@pytest.mark.asvs("13.3.4")
def test_a_revoked_key_is_refused_by_every_process_within_a_second(service: Live, at: Typed) -> None:
    eve = join(service.url, "eve")
    kid = opened(eve.access_token)[0]["kid"]
    answer = at("keys", "revoke", kid, "--yes")
    revoked = time.monotonic()
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.startswith("Revoked. ")
    assert [line.split()[1] for line in at("audit", "list", "--limit", "1").stdout.splitlines()] == ["key.revoked"]
    time.sleep(max(0.0, revoked + 1.1 - time.monotonic()))
    for _ in range(16):
        assert ask(service.url, f"GET /user/{eve.uuid}", token=eve.access_token).status == 401
        assert ask(service.url, "GET /user/refresh-token/", token=eve.refresh_token).status == 401
    assert everywhere(service, kid=kid, known=False)
    again = log_in(service.url, eve)
    assert [ask(service.url, f"GET /user/{eve.uuid}", token=again.access_token).status for _ in range(8)] == [200] * 8
    states = {name: state for name, _, state in listed(at)}
    assert re.fullmatch(f"revoked {DAY}", states[kid])


def test_revoking_asks_first(service: Live, at: Typed) -> None:
    before = listed(at)
    answer = at("keys", "revoke", before[0][0], said="n\n")
    assert answer.returncode == 1
    assert "must log in again. Go on? [y/N]" in answer.stdout
    assert listed(at) == before


@pytest.mark.parametrize("kid", ["nothing", "x" * 43, "-" + "h" * 42, "-1G" + "x" * 37 + "h_-"])
def test_a_key_that_is_not_there_is_named(at: Typed, kid: str) -> None:
    before = listed(at)
    answer = at("keys", "revoke", kid, "--yes")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.startswith("gatepost: ")
    assert "Traceback" not in answer.stderr
    assert listed(at) == before


def test_a_key_of_another_secret_is_listed_as_that(service: Live, at: Typed) -> None:
    answer = at("keys", "list", SECRET_KEY="the secret of another service, of 32 bytes and more")
    assert answer.returncode == 0
    states = [line.split("  ")[2] for line in answer.stdout.splitlines()]
    assert states
    assert all(state == "sealed with another SECRET_KEY" or state.startswith("revoked ") for state in states)


def test_without_tables_it_says_so(typed: Typed) -> None:
    for words in (["list"], ["rotate"], ["revoke", "x", "--yes"]):
        answer = typed("keys", *words)
        assert (answer.returncode, answer.stdout) == (1, "")
        assert answer.stderr.startswith("gatepost: ")
        assert "Traceback" not in answer.stderr


def test_no_command_shows_a_private_key(at: Typed, service: Live, tmp_path: Path) -> None:
    for words in (["keys", "list"], ["keys", "rotate"], ["keys", "--help"]):
        answer = at(*words)
        said = answer.stdout + answer.stderr
        assert "PRIVATE" not in said
        assert not re.search("[A-Za-z0-9_-]{60}", said)


def test_a_command_with_another_secret_makes_no_key_that_nobody_would_use(service: Live, at: Typed) -> None:
    newest = listed(at)[0][0]
    service.wait_until(lambda: everywhere(service, kid=newest, known=True))  # the test before may have made it
    before = published(service)
    answer = at("keys", "rotate", "--now", SECRET_KEY="another secret, of more than 32 bytes long")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.startswith("gatepost: SECRET_KEY: ")
    assert published(service) == before


@pytest.mark.parametrize(
    "kid", ["-kVdk6Hvb5dAbOI7miS3vQ93U694XKSkvyQ2Qg9no0U", "--yesNoSuchKeyOfFortyThreeCharactersInAll-_"]
)
def test_a_key_whose_name_begins_like_an_option_is_a_key(typed: Typed, kid: str) -> None:
    typed("db", "upgrade")
    answer = typed("keys", "revoke", "--yes", kid)
    assert (answer.returncode, answer.stderr) == (1, "gatepost: There is no key of this name in use.\n")
