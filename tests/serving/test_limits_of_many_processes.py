"""Limits count together where several processes serve: in the database, or in Redis; without Redis there are fewer."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import count, cycle
from pathlib import Path

import pytest
from redis import Redis

from tests.servers.redis import RedisServer
from tests.serving.wire import Reply, ask, at_once
from tests.support.live import Live
from tests.web.endpoints import ENDPOINTS

pytestmark = [pytest.mark.every_engine, pytest.mark.any_server]

ACTIVATE = "POST /user/activate-account/"
LIMIT = ENDPOINTS["registration.activate_account.post"].limit
OF_ADDRESS, OF_ACCOUNT = (int(limit.partition("/")[0]) for limit in (LIMIT.each, LIMIT.account))
LIMITED = {
    "GATEPOST_LIMITS": "on",
    "GATEPOST_DATABASE_TIMEOUT": "30s",
    "GATEPOST_TRUSTED_PROXIES": "127.0.0.1",
}
_numbers = count()


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    with RedisServer() as server:
        yield server


def one(url: str, *, mobile: str = "", address: str = "", timeout: float = 30) -> Reply:
    """A request from this address that names this number; each time from or of another, if none is given."""
    number = next(_numbers)
    forwarded = address or f"198.{18 + number // 250**2 % 2}.{number // 250 % 250}.{number % 250}"
    body = {"mobile": mobile or f"0171{number:07}"}
    return ask(url, ACTIVATE, body, forwarded=forwarded, timeout=timeout)


def let_through(urls: Iterable[str], times: int, **same: str) -> int:
    """How many of so many requests at once are not refused by a limit."""
    some = cycle(urls)
    calls = [partial(one, next(some), **same) for _ in range(times)]
    replies = [reply for each in range(0, times, 250) for reply in at_once(calls[each : each + 250])]
    statuses = Counter(reply.status for reply in replies)
    assert set(statuses) <= {404, 429}, statuses
    assert all(1 <= int(reply.headers["Retry-After"]) <= 300 for reply in replies if reply.status == 429)
    return statuses[404]


def assert_exact(*urls: str) -> None:
    """Of 500 requests from one address, and of 500 from everywhere for one account, as many pass as the limit says."""
    assert let_through(urls, 500, address="192.0.2.1") == OF_ADDRESS
    assert let_through(urls, 500, mobile="01799999999") == OF_ACCOUNT


@pytest.mark.at_night
@pytest.mark.asvs("2.4.1")
@pytest.mark.asvs("15.4.2")
def test_of_500_requests_at_once_as_many_pass_as_the_limit_says(empty_database: str, tmp_path: Path) -> None:
    with Live(tmp_path, "--workers", "4", SQLALCHEMY_DATABASE_URI=empty_database, **LIMITED) as service:
        assert_exact(service.url)


def test_the_same_in_one_process(live: Callable[..., Live]) -> None:
    assert_exact(live(**LIMITED).url)


def test_the_same_of_two_services_in_redis(live: Callable[..., Live], redis: RedisServer) -> None:
    secret = {"SECRET_KEY": "a secret of the tests, of more than 32 bytes"}
    services = [live("--workers", "2", GATEPOST_REDIS_URL=redis.url, **secret, **LIMITED) for _ in range(2)]
    assert_exact(*(service.url for service in services))
    with Redis(port=redis.port) as inside:
        keys = b" ".join(inside.keys())
    assert b"gatepost" in keys
    assert b"01799999999" not in keys
    assert b"192.0.2.1" not in keys


@pytest.mark.asvs("16.3.4")
@pytest.mark.asvs("16.5.2", "16.5.3")
@pytest.mark.parametrize("fault", ["stopped", "frozen"])
def test_without_redis_limits_are_stricter_and_redis_is_used_again_once_it_is_back(
    live: Callable[..., Live], redis: RedisServer, fault: str
) -> None:
    service = live("--workers", "2", GATEPOST_REDIS_URL=redis.url, **LIMITED)
    (redis.stop if fault == "stopped" else redis.freeze)()
    assert let_through([service.url], 100, address="192.0.2.1") == OF_ADDRESS // 4
    (redis.start if fault == "stopped" else redis.thaw)()
    through, deadline = 0, time.monotonic() + 20
    assert "limits.redis_away" in service.log
    while service.log.count("limits.redis_back") < service.log.count("limits.redis_away"):  # a second or so
        through += one(service.url, address="192.0.2.1", timeout=5).status == 404
        assert time.monotonic() < deadline, service.log
    through += let_through([service.url], 100, address="192.0.2.1")
    # What a frozen one was asked meanwhile, it counts when it goes on: then there are fewer, never more.
    assert through == OF_ADDRESS if fault == "stopped" else 0 <= through <= OF_ADDRESS
    assert let_through([service.url], 100, address="192.0.2.2") == OF_ADDRESS


def test_a_service_whose_redis_is_away_starts_all_the_same(live: Callable[..., Live], redis: RedisServer) -> None:
    redis.stop()
    service = live(GATEPOST_REDIS_URL=redis.url, **LIMITED)
    assert let_through([service.url], 100, address="192.0.2.1") == OF_ADDRESS // 4
