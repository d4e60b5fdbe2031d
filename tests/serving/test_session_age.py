"""GATEPOST_SESSION_AGE: how old an answer about a session may be, in the fast lane and nowhere else."""

from collections.abc import Callable

import pytest

from tests.serving.wire import ask, join
from tests.support.live import Live


@pytest.mark.asvs("7.4.1")
@pytest.mark.parametrize(("age", "afterwards"), [("0", 401), ("1m", 200)])
def test_a_logout_counts_at_once_unless_answers_may_have_an_age(
    live: Callable[..., Live], age: str, afterwards: int
) -> None:
    service = live("--workers", "1", GATEPOST_SESSION_AGE=age)
    ada = join(service.url, "ada")
    own = f"GET /user/{ada.uuid}"
    assert [ask(service.url, own, token=ada.access_token).status for _ in range(3)] == [200] * 3
    assert ask(service.url, "POST /user/logout/", token=ada.access_token).status == 200
    assert ask(service.url, own, token=ada.access_token).status == afterwards
    assert ask(service.url, "GET /user/sessions", token=ada.access_token).status == 401
