"""What is left of proofs and allowances goes away, and nothing else does."""

from datetime import timedelta

import pytest
from flask import Flask

from gatepost.database import db
from gatepost.errors import UserNotFound
from gatepost.tokens.allowance import purge_allowances, take
from gatepost.tokens.one_time import issue_proof, purge_proofs
from tests.support.time import SetClock
from tests.support.waiting import EMAIL, MOBILE, Waiting
from tests.web.endpoints import row_counts

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
