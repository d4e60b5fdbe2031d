"""A proof is issued for a user who is there, one at a time; what is left of it goes away."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask

from gatepost.database import db, retry_on_conflict
from gatepost.errors import UserNotFound
from gatepost.one_time_codes.store import issue_proof, purge_proofs, spend_link
from tests.support.people import People
from tests.support.time import SetClock
from tests.support.waiting import EMAIL, MOBILE, Waiting

pytestmark = pytest.mark.every_engine

HOUR = timedelta(hours=1)


def test_proofs_that_nobody_can_spend_are_removed(waiting: Waiting, time: SetClock) -> None:
    waiting.letter("ada", mobile=MOBILE)
    letter = waiting.letter("eve", email=EMAIL)
    time.pass_(minutes=10, seconds=1)
    with waiting.app.app_context():
        assert purge_proofs(100) == 1
    assert waiting.prove(token=letter.token) == (200, "")  # a link lives longer


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
