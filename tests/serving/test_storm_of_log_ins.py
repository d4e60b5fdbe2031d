"""Log-ins that come too fast: those that find no place are refused at once, and everybody else is served meanwhile."""

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.serving.wire import Reply, ask, join
from tests.support.live import Live

SLOW = {"GATEPOST_ARGON2_MEMORY": "32768", "GATEPOST_ARGON2_PASSES": "12"}  # about half a second
PLACES = {"GATEPOST_HASH_SLOTS": "1", "GATEPOST_HASH_QUEUE": "3", "GATEPOST_HASH_TIMEOUT": "60s"}


@contextmanager
def log_ins_at(service: Live) -> Iterator[list[Reply]]:
    """Twelve at once, which are not all answered before the block is done."""
    answers: list[Reply] = []

    def log_in() -> None:
        answers.append(ask(service.url, "POST /user/login", {"username": "nobody", "password": "password"}))

    storm = [threading.Thread(target=log_in) for _ in range(12)]
    for one in storm:
        one.start()
    service.wait_until(lambda: answers)
    yield answers
    assert any(one.is_alive() for one in storm)
    for one in storm:
        one.join(timeout=60)


@pytest.mark.asvs("15.1.3")
@pytest.mark.asvs("15.2.2")
def test_while_log_ins_wait_all_others_are_served(live: Callable[..., Live]) -> None:
    service = live("--threads", "1", **SLOW, **PLACES)
    ada = join(service.url, "ada")
    with log_ins_at(service) as answers:
        for _ in range(5):
            assert ask(service.url, "GET /healthz").status == 200
            assert ask(service.url, f"GET /user/{ada.uuid}", token=ada.access_token).status == 200
    refused = [answer for answer in answers if answer.status == 503]
    assert answers[0] in refused
    assert {answer.headers["Retry-After"] for answer in refused} == {"2"}
    assert [answer.status for answer in answers if answer not in refused] == [401] * 4


@pytest.mark.asvs("15.2.2")
def test_who_knocks_again_at_once_is_told_so_more_slowly(live: Callable[..., Live]) -> None:
    slower = {**SLOW, "GATEPOST_ARGON2_PASSES": "40"}
    service = live("--threads", "1", **slower, **{**PLACES, "GATEPOST_HASH_QUEUE": "0"})
    with log_ins_at(service):
        knocking, begun = http.client.HTTPConnection(service.url.removeprefix("http://"), timeout=30), time.monotonic()
        for _ in range(60):  # two moments of a quarter of a second are over then
            knocking.request("POST", "/user/login", "not even JSON")
            answer = knocking.getresponse()
            assert (answer.status, answer.headers["Retry-After"]) == (503, "2")
            assert answer.read()
        taken = time.monotonic() - begun
        knocking.close()
    assert taken >= 0.4
