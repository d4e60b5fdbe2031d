"""Due removals of lost factors: the failure of one user's stops nobody else's, and no other housekeeping."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from gatepost.database import db
from gatepost.factors import lost_factor
from gatepost.factors.models import LostFactor, TotpFactor
from gatepost.serving import housekeeping
from gatepost.serving.housekeeping import Housekeeping
from gatepost.users.models import User
from tests.support.authenticator import due, enrol
from tests.support.people import People, Person
from tests.support.time import SetClock

REPORT = "/user/lost-factor"


def lose(people: People, name: str) -> Person:
    person = people.join(name)
    enrol(people.client, person)
    answer = people.client.post(REPORT, json={"token": due(people.client, person)})
    assert answer.status_code in (200, 202), answer.text
    return person


@pytest.mark.every_engine
def test_a_removal_that_fails_stops_no_other(
    app: Flask, people: People, time: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlucky, eve = lose(people, "ada"), lose(people, "eve")
    time.pass_(hours=72)
    remove_all = lost_factor.remove_all_factors
    purged: list[int] = []

    def remove(user: User) -> None:
        if user.uuid == unlucky.uuid:
            raise RuntimeError
        remove_all(user)

    with monkeypatch.context() as broken:
        broken.setattr(lost_factor, "remove_all_factors", remove)
        broken.setattr(housekeeping, "clear_successors", lambda *given: purged.append(1) or "")
        with pytest.raises(RuntimeError):
            Housekeeping(app).round()
    assert purged == [1]
    with app.app_context():
        assert db.session.scalars(select(LostFactor.user_uuid)).all() == [unlucky.uuid]
        assert db.session.scalars(select(TotpFactor.user_uuid)).all() == [unlucky.uuid]
        db.session.rollback()
    Housekeeping(app).round()
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(TotpFactor)) == 0
        db.session.rollback()
    assert eve.uuid != unlucky.uuid
