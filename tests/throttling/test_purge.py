"""What counts no more is removed; what counts against a user stays, however quiet it is."""

import pytest
from flask import Flask
from sqlalchemy import select

from gatepost.database import db
from gatepost.serving.housekeeping import Housekeeping
from gatepost.throttling.models import ThrottleCount
from tests.support.people import Person
from tests.support.time import SetClock
from tests.throttling.devices import Door

pytestmark = pytest.mark.every_engine


def rows(app: Flask) -> list[tuple[bool, str]]:
    with app.app_context():
        found = db.session.execute(
            select(ThrottleCount.user_uuid, ThrottleCount.scope).where(ThrottleCount.scope != "use")
        ).all()
        db.session.rollback()
    return sorted((user_uuid is not None, scope) for user_uuid, scope in found)


@pytest.mark.asvs("6.3.1")
def test_a_day_of_quiet_leaves_the_totals_of_users(guarded: Flask, stranger: Door, ada: Person, time: SetClock) -> None:
    stranger.guess(2)
    stranger.guess(2, "nobody")
    housekeeping = Housekeeping(guarded)
    time.pass_(hours=24)
    housekeeping.round()
    assert len(rows(guarded)) == 4
    time.pass_(seconds=1)
    housekeeping.round()
    assert rows(guarded) == [(True, "total")]
    time.pass_(days=365)
    housekeeping.round()
    assert rows(guarded) == [(True, "total")]
    assert stranger.log_in(password=ada.password).status_code == 200
    assert rows(guarded) == []


def test_what_counted_goes_with_the_account(guarded: Flask, home: Door, stranger: Door, ada: Person) -> None:
    stranger.guess(2)
    assert home.client.delete(f"/user/{ada.uuid}", headers=ada.signed).status_code == 200
    assert rows(guarded) == []
