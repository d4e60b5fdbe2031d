"""Log-ins that come too fast: those that find no place are refused at once, and everybody else is served meanwhile."""

import threading
from collections.abc import Callable

import pytest

from tests.serving.wire import Reply, ask, join
from tests.support.live import Live

SLOW = {"GATEPOST_ARGON2_MEMORY": "32768", "GATEPOST_ARGON2_PASSES": "12"}  # about half a second
PLACES = {"GATEPOST_HASH_SLOTS": "1", "GATEPOST_HASH_QUEUE": "3", "GATEPOST_HASH_TIMEOUT": "60s"}


@pytest.mark.asvs("15.2.2")
def test_while_log_ins_wait_all_others_are_served(live: Callable[..., Live]) -> None:
    service = live("--threads", "1", **SLOW, **PLACES)
    ada = join(service.url, "ada")
    answers: list[Reply] = []

    def log_in() -> None:
        answers.append(ask(service.url, "POST /user/login", {"username": "nobody", "password": "password"}))

    storm = [threading.Thread(target=log_in) for _ in range(12)]
    for one in storm:
        one.start()
    service.wait_until(lambda: answers)
    for _ in range(5):
        assert ask(service.url, "GET /healthz").status == 200
        assert ask(service.url, f"GET /user/{ada.uuid}", token=ada.access_token).status == 200
    assert any(one.is_alive() for one in storm)
    for one in storm:
        one.join(timeout=60)
    refused = [answer for answer in answers if answer.status == 503]
    assert answers[0] in refused
    assert {answer.headers["Retry-After"] for answer in refused} == {"2"}
    assert [answer.status for answer in answers if answer not in refused] == [401] * 4
