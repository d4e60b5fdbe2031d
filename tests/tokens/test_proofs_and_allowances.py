"""What is left of proofs and allowances goes away, and nothing else does."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask

from gatepost.database import db, retry_on_conflict
from gatepost.errors import UserNotFound
from gatepost.one_time_codes.store import issue_proof, purge_proofs, spend_link
from gatepost.throttling.allowance import purge_allowances, take
from tests.support.people import People
from tests.support.time import SetClock
from tests.support.waiting import EMAIL, MOBILE, Waiting
from tests.web.endpoints import row_counts

pytestmark = pytest.mark.every_engine

HOUR = timedelta(hours=1)


def test_proofs_that_nobody_can_spend_are_removed(waiting: Waiting, time: SetClock) -> None:
    waiting.letter("ada", mobile=MOBILE)
    letter = waiting.letter("eve", email=EMAIL)
    time.pass_(minutes=10, seconds=1)
    with waiting.app.app_context():
        assert purge_proofs(100) == 1
    assert waiting.prove(token=letter.token) == (200, "")  # a link lives longer


def test_what_was_counted_long_ago_is_removed(waiting: Waiting, time: SetClock) -> None:
    waiting.letter("ada", mobile=MOBILE)
    time.pass_(hours=23)
    waiting.prove(mobile=MOBILE, code="000000")
    assert row_counts(waiting.app)["allowances"] == 2
    time.pass_(hours=1, seconds=1)
    with waiting.app.app_context():
        assert (purge_allowances(100), purge_allowances(100)) == (1, 0)


def test_nothing_is_issued_for_a_user_who_is_gone(app: Flask) -> None:
    with app.app_context(), pytest.raises(UserNotFound):
        issue_proof(user_uuid="nobody", purpose="login", address="email:a@example.org", link_lifetime=HOUR)
    with app.app_context():
        db.session.rollback()


def test_of_several_that_are_issued_at_once_one_is_out(app: Flask, people: People) -> None:
    uuid = people.register("ada").uuid
    gate = threading.Barrier(4)

    def issue(_: int) -> str:
        with app.app_context():
            gate.wait(timeout=10)
            return retry_on_conflict(issue_once)

    def issue_once() -> str:
        issued = issue_proof(user_uuid=uuid, purpose="login", address="email:a@example.org", link_lifetime=HOUR)
        db.session.commit()
        return issued.link

    with ThreadPoolExecutor(4) as pool:
        links = list(pool.map(issue, range(4)))
    with app.app_context():
        spent = [spend_link(purpose="login", token=link) for link in links]
        db.session.rollback()
    assert sum(each is not None for each in spent) == 1


def test_of_many_first_uses_at_once_as_many_count_as_are_allowed(app: Flask) -> None:
    gate = threading.Barrier(8)

    def use(_: int) -> bool:
        with app.app_context():
            gate.wait(timeout=10)
            return bool(take("a test", most=3, window=HOUR))

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(8))) == 3


def test_an_allowance_says_how_long_to_wait(app: Flask, time: SetClock) -> None:
    def use() -> float | None:
        allowed = take("a test", most=2, window=HOUR, apart=timedelta(seconds=30))
        return None if allowed else allowed.wait.total_seconds()

    with app.app_context():
        assert (use(), use()) == (None, 30)
        time.pass_(seconds=30)
        assert (use(), use()) == (None, 3570)
        time.pass_(seconds=3569)
        assert use() == 1
        time.pass_(seconds=1)
        assert (use(), use()) == (None, 30)


def test_who_comes_a_moment_after_another_by_a_slower_clock_has_their_share(app: Flask, time: SetClock) -> None:
    with app.app_context():
        assert take("a skewed test", most=2, window=HOUR)
        time.pass_(seconds=-1)
        assert take("a skewed test", most=2, window=HOUR)
        assert not take("a skewed test", most=2, window=HOUR)
