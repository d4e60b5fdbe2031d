"""Limits count together where several processes serve: in the database, or in Redis; without Redis there are fewer."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.servers.redis import RedisServer
from tests.serving.wire import ask, at_once
from tests.support.live import Live
from tests.web.endpoints import ENDPOINTS

ACTIVATE = "POST /user/activate-account/"
ALLOWED = int(str(ENDPOINTS["registration.activate_account.post"].limit).partition("/")[0])
LIMITED = {"GATEPOST_LIMITS": "on", "GATEPOST_DATABASE_TIMEOUT": "30"}


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    with RedisServer() as server:
        yield server


def let_through(url: str, times: int) -> int:
    """How many of so many requests at once are not refused by a limit."""
    body = {"mobile": "01712345678"}
    replies = [reply for _ in range(times // 100) for reply in at_once([partial(ask, url, ACTIVATE, body)] * 100)]
    statuses = Counter(reply.status for reply in replies)
    assert set(statuses) <= {404, 429}, statuses
    assert all(reply.headers["Retry-After"] for reply in replies if reply.status == 429)
    return statuses[404]


@pytest.mark.asvs("2.4.1")
@pytest.mark.asvs("15.4.2")
def test_of_500_requests_at_once_as_many_pass_as_the_limit_says(empty_database: str, tmp_path: Path) -> None:
    with Live(tmp_path, "--workers", "4", SQLALCHEMY_DATABASE_URI=empty_database, **LIMITED) as service:
        assert let_through(service.url, 500) == ALLOWED


def test_the_same_in_redis(live: Callable[..., Live], redis: RedisServer) -> None:
    service = live("--workers", "4", GATEPOST_REDIS_URL=redis.url, **LIMITED)
    assert let_through(service.url, 500) == ALLOWED


def test_two_services_count_together_in_redis(live: Callable[..., Live], redis: RedisServer) -> None:
    services = [live(GATEPOST_REDIS_URL=redis.url, **LIMITED) for _ in range(2)]
    assert sum(let_through(service.url, 100) for service in services) == ALLOWED


@pytest.mark.asvs("16.5.3")
@pytest.mark.parametrize("fault", ["stopped", "frozen"])
def test_without_redis_limits_are_stricter_and_redis_is_used_again_once_it_is_back(
    live: Callable[..., Live], redis: RedisServer, fault: str
) -> None:
    service = live(GATEPOST_REDIS_URL=redis.url, **LIMITED)
    (redis.stop if fault == "stopped" else redis.freeze)()
    assert 1 <= let_through(service.url, 100) < ALLOWED
    (redis.start if fault == "stopped" else redis.thaw)()
    service.wait_until(lambda: "limits.redis_away" in service.log)
    through, deadline = 0, time.monotonic() + 20
    late = 0 if fault == "stopped" else 4  # what a frozen one was asked, it counts when it goes on
    while through < ALLOWED - late and time.monotonic() < deadline:  # it is tried again within a second or so
        through += ask(service.url, ACTIVATE, {"mobile": "01712345678"}, timeout=5).status == 404
        time.sleep(0 if through else 0.1)
    assert through == ALLOWED - late
    service.wait_until(lambda: "limits.redis_back" in service.log)
    assert let_through(service.url, 100) <= late


def test_a_service_whose_redis_is_away_starts_all_the_same(live: Callable[..., Live], redis: RedisServer) -> None:
    redis.stop()
    service = live(GATEPOST_REDIS_URL=redis.url, **LIMITED)
    assert 1 <= let_through(service.url, 100) < ALLOWED
