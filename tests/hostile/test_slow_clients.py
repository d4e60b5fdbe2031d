"""Clients that take all the time in the world: others are served meanwhile, and those are given up on."""

import resource
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.hostile import crowd
from tests.hostile.crowd import Crowd
from tests.serving.wire import ask, join
from tests.support.live import Live
from tests.support.people import Person
from tests.web.test_raw_requests import Connection

SIZE = 500
AT_MOST = 96 * 1024  # KiB that both workers may grow by: a thread for each slow body, and the buffers of sockets
QUIET = {"GATEPOST_LOG_LEVEL": "warning"}


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Live]]:
    """Starts a service with two workers that waits so many seconds for a slow client."""
    started: list[Live] = []

    def start(*, patience: int) -> Live:
        limits = {f"GATEPOST_{name}_TIMEOUT": f"{patience}s" for name in ("REQUEST", "IDLE")}
        service = Live(tmp_path, "--workers", "2", **limits, **QUIET)
        started.append(service)
        return service.start()

    yield start
    for service in started:
        service.kill()
        assert "Traceback" not in service.log


def serves(live: Live, person: Person) -> bool:
    """Others are served, in a time that says only that they do not wait for the slow ones."""
    answers = [
        ask(live.url, "GET /healthz", timeout=8),
        ask(live.url, f"GET /user/{person.uuid}", token=person.access_token, timeout=8),
        ask(live.url, "POST /user/login", {"username": person.username, "password": person.password}, timeout=8),
    ]
    return [answer.status for answer in answers] == [200, 200, 200]


@contextmanager
def flat_memory(live: Live, *, at_most: int = AT_MOST) -> Iterator[None]:
    before = crowd.resident(live)
    yield
    grown = crowd.resident(live) - before
    print(f"\nresident memory: {before} KiB, grown by {grown} KiB")
    assert grown < at_most


KINDS = {
    "heads": [crowd.NOTHING, crowd.LINE, crowd.HEADERS],
    "bodies": [crowd.BODY, crowd.CHUNKED_BODY, crowd.UNASKED_BODY],
    "everything": [crowd.NOTHING, crowd.LINE, crowd.HEADERS, crowd.BODY, crowd.CHUNKED_BODY],
}


@pytest.mark.asvs("15.2.2")
@pytest.mark.parametrize("kinds", KINDS.values(), ids=KINDS)
def test_500_slow_clients_keep_nobody_waiting_and_are_given_up_on(
    serve: Callable[..., Live], kinds: Sequence[tuple[bytes, bytes]]
) -> None:
    live = serve(patience=4)
    ada = join(live.url, "ada")
    with flat_memory(live), Crowd(live, SIZE, kinds) as slow:
        for _ in range(5):
            assert serves(live, ada)
        slow.wait_until_at_most(0, within=20)
        assert serves(live, ada)


@pytest.mark.asvs("15.2.2")
def test_of_more_slow_bodies_than_there_is_patience_for_the_oldest_go_first(serve: Callable[..., Live]) -> None:
    """A minute each would be too long: as many as there are threads for would shut out everyone else."""
    live = serve(patience=60)
    ada = join(live.url, "ada")
    with Crowd(live, SIZE, KINDS["bodies"]) as slow:
        slow.wait_until_at_most(SIZE // 2 + 20, within=15)
        assert slow.open > SIZE // 4
        with Crowd(live, SIZE, KINDS["bodies"]):
            assert serves(live, ada)
            slow.wait_until_at_most(0, within=15)


@pytest.mark.asvs("15.2.2")
def test_a_client_that_does_not_read_its_answers_is_given_up_on(serve: Callable[..., Live]) -> None:
    live = serve(patience=2)
    ada = join(live.url, "ada")
    before = crowd.connections(live)
    with flat_memory(live, at_most=2 * AT_MOST), Crowd(live, SIZE // 2, [crowd.UNREAD]):  # each holds one answer
        assert crowd.connections(live) > before + 20
        assert serves(live, ada)
        live.wait_until(lambda: crowd.connections(live) <= before + 20, within=30)
        assert serves(live, ada)


@pytest.mark.asvs("15.2.2")
def test_1500_connections_that_say_nothing_shut_nobody_out(serve: Callable[..., Live]) -> None:
    """As many as they like to have for half a minute: more than the server would take by itself."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    live = serve(patience=30)
    ada = join(live.url, "ada")
    with Crowd(live, 3 * SIZE, [crowd.NOTHING]) as slow:
        for _ in range(3):
            assert serves(live, ada)
        assert slow.open == 3 * SIZE


def test_slow_bodies_do_not_hold_up_a_stop(serve: Callable[..., Live]) -> None:
    live = serve(patience=60)
    with Crowd(live, 50, KINDS["bodies"]):
        begun = time.monotonic()
        assert live.stop() == 0
        assert time.monotonic() - begun < 10


def test_a_body_that_takes_its_time_within_the_limit_is_served(serve: Callable[..., Live]) -> None:
    live = serve(patience=10)
    ada = join(live.url, "ada")
    with Crowd(live, 100, KINDS["bodies"]):
        body = b'{"username": "ada", "password": "password"}'
        with Connection(live) as connection:
            connection.send(b"POST /user/login HTTP/1.1", b"Content-Length: %d" % len(body))
            for byte in body:
                connection.socket.sendall(bytes([byte]))
                time.sleep(0.05)
            assert connection.answer()[0] == 200
    assert serves(live, ada)
