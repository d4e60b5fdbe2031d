"""Passwords that are tried at several processes at once, on every engine."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import count

import pytest

from tests.serving.wire import Reply, ask, at_once, join
from tests.support.live import Live

pytestmark = [pytest.mark.every_engine, pytest.mark.any_server]

_addresses = count(1)


@pytest.fixture(scope="module")
def guarded(empty_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service with two workers and its limits on, which believes us the addresses that we say we ask from."""
    chosen = {
        "SQLALCHEMY_DATABASE_URI": empty_database,
        "GATEPOST_LIMITS": "on",
        "GATEPOST_TRUSTED_PROXIES": "127.0.0.1",
        "GATEPOST_HASH_QUEUE": "100",
        "GATEPOST_DATABASE_TIMEOUT": "30s",
        "GATEPOST_LOG_LEVEL": "warning",
    }
    with Live(tmp_path_factory.mktemp("guarded"), "--workers", "2", **chosen) as running:
        yield running.url
        assert "Traceback" not in running.log


def log_in(url: str, username: str, password: str) -> Reply:
    """From another address each time, for addresses have limits of their own."""
    address = f"198.51.100.{next(_addresses) % 250}"
    return ask(url, "POST /user/login", {"username": username, "password": password}, forwarded=address, timeout=60)


@pytest.mark.asvs("6.3.1", "15.4.2")
@pytest.mark.parametrize("known", [True, False])
def test_of_200_guesses_at_once_five_are_looked_at(guarded: str, known: bool) -> None:
    name = "guessed" if known else "nobody"
    if known:
        join(guarded, name)
    replies = at_once([partial(log_in, guarded, name, "a wrong password")] * 200)
    statuses = Counter(reply.status for reply in replies)
    assert statuses[401] == 5, statuses
    assert set(statuses) <= {401, 429, 503}, statuses


def test_as_many_right_passwords_at_once_as_are_free_are_let_in_again_and_again(guarded: str) -> None:
    """Each counts until it is found to be right. How many more of ten get in depends on how fast the machine is."""
    join(guarded, "busy")
    for _ in range(3):
        assert [reply.status for reply in at_once([partial(log_in, guarded, "busy", "password")] * 5)] == [200] * 5
    statuses = Counter(reply.status for reply in at_once([partial(log_in, guarded, "busy", "password")] * 10))
    assert statuses[200] >= 5, statuses
    assert set(statuses) <= {200, 429}, statuses
    assert log_in(guarded, "busy", "password").status == 200
