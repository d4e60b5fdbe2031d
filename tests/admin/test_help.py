"""Support lets a user back in: waits are lifted, a disabled password is right again, a reset is begun."""

import json

import pytest
from sqlalchemy import update

from gatepost import clock
from gatepost.database import db
from gatepost.throttling.count_attempt import MOST
from gatepost.throttling.models import ThrottleCount
from tests.admin.desk import Desk, log_in
from tests.passwords.resetting import NEW, forget, reset, set_in_row
from tests.support.letters import Letters
from tests.support.people import Person
from tests.support.time import SetClock
from tests.throttling.devices import Door

pytestmark = pytest.mark.every_engine

EMAIL = "ada@example.org"


def test_waits_after_wrong_passwords_are_lifted_for_this_user_alone(limited: Desk) -> None:
    desk, ada = limited, limited.staff.people.join("ada")
    desk.staff.people.join("eve")
    for name in ("ada", "eve"):
        assert Door(desk.app).guess(6, name) == [401] * 5 + [429]
    assert desk.do("lift-waits", ada) == (200, "")
    assert log_in(desk, ada) == (200, "")
    assert Door(desk.app).guess(1, "eve") == [429]
    assert desk.see(ada)["waits"] == []


def test_a_disabled_password_is_right_again(desk: Desk, ada: Person) -> None:
    assert Door(desk.app).guess(1) == [401]
    with desk.app.app_context():
        theirs = update(ThrottleCount).where(ThrottleCount.scope == "total")
        db.session.execute(theirs.values(count=MOST))
        db.session.commit()
    assert desk.see(ada)["password"]["disabled_since"] is not None
    assert log_in(desk, ada) == (401, "invalid_credentials")
    assert desk.do("lift-waits", ada) == (200, "")
    assert desk.see(ada)["password"]["disabled_since"] is None
    assert log_in(desk, ada) == (200, "")


def test_waits_after_wrong_codes_are_lifted(desk: Desk, ada: Person, letters: Letters) -> None:
    client = desk.app.test_client()
    letters.new()
    forget(client, mobile=ada.mobile)
    code = letters.one("reset").code
    wrong = "000000" if code != "000000" else "111111"
    told = [reset(client, mobile=ada.mobile, code=wrong).status_code for _ in range(6)]
    assert told == [403] * 5 + [429]
    assert "code" in [each["of"] for each in desk.see(ada)["waits"]]
    assert reset(client, mobile=ada.mobile, code=code).status_code == 429
    assert desk.do("lift-waits", ada) == (200, "")
    assert reset(client, mobile=ada.mobile, code=code).status_code == 200


def test_a_reset_sends_the_user_a_code_that_the_support_does_not_see(desk: Desk, ada: Person, letters: Letters) -> None:
    letters.new()
    answer = desk.app.test_client().post(
        f"/admin/users/{ada.uuid}/reset", json={"reason": "has called"}, headers=desk.by.signed
    )
    assert answer.status_code == 202
    letter = letters.one("reset")
    assert letter.to == ada.mobile
    seen = answer.text + json.dumps(desk.messages(ada)) + json.dumps(desk.see(ada))
    assert letter.code not in seen
    assert reset(desk.app.test_client(), mobile=ada.mobile, code=letter.code).status_code == 200
    ada.password = NEW
    assert log_in(desk, ada) == (200, "")


def test_the_channel_decides_where_the_code_goes(desk: Desk, ada: Person, letters: Letters) -> None:
    desk.app.test_client().patch(f"/user/{ada.uuid}", json={"email": EMAIL}, headers=ada.signed)
    letters.new()
    assert desk.do("reset", ada) == (202, "")
    assert letters.one("reset").to == EMAIL
    assert desk.do("reset", ada, channel="sms") == (202, "")
    assert letters.one("reset").to == ada.mobile


def test_a_reset_is_sent_no_more_often_than_users_ask_for_it(desk: Desk, ada: Person, time: SetClock) -> None:
    desk.by = desk.staff.people.log_in(desk.by)
    assert desk.do("reset", ada) == (202, "")
    assert desk.do("reset", ada) == (429, "too_many_requests")
    time.pass_(minutes=2)
    assert desk.do("reset", ada) == (202, "")


def test_without_an_address_there_is_no_reset(desk: Desk, ada: Person) -> None:
    assert desk.do("reset", ada, channel="email") == (409, "no_verified_address")
    set_in_row(desk.app, ada, deactivated_at=clock.now())
    assert desk.do("reset", ada) == (403, "account_not_active")
