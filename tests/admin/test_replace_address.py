"""POST /admin/users/<uuid>/replace-address: a new address counts once it is proven, and the old one may undo it."""

from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.admin.desk import Desk, log_in
from tests.passwords.resetting import NEW, forget, reset
from tests.roles.staff import Staff
from tests.serving.wire import at_once
from tests.support.contacts import prove
from tests.support.letters import Letters
from tests.support.people import Person
from tests.support.time import SetClock
from tests.support.waiting import another

pytestmark = pytest.mark.every_engine

EMAIL, NUMBER = "new@example.org", "01911111111"
PROVE = "/user/prove-change"


@pytest.fixture
def ada(staff: Staff) -> Person:
    """A user who has proven her number, and has lost the phone."""
    ada = staff.people.settle("ada")
    prove(staff.app, "mobile", ada.uuid)
    return ada


@pytest.mark.asvs("6.4.3")
def test_a_new_number_counts_once_its_code_is_sent_back_without_a_session(
    desk: Desk, ada: Person, letters: Letters
) -> None:
    assert desk.do("replace-address", ada, mobile=NUMBER) == (202, "")
    letter = letters.one("change")
    assert letter.to == NUMBER
    assert [each["value"] for each in desk.see(ada)["pending"]] == [NUMBER]
    assert desk.see(ada)["mobile"] == ada.mobile
    client = desk.app.test_client()
    answer = client.post(PROVE, json={"username": "ada", "code": letter.code})
    assert answer.json == {"message": "The address is confirmed.", "status": 200}
    assert desk.see(ada)["mobile"] == NUMBER
    told = letters.one("address_changed")
    assert told.to == ada.mobile
    assert client.post("/user/undo-change", json={"token": told.token}).status_code == 200
    assert desk.see(ada)["mobile"] == ada.mobile


def test_a_user_without_phone_and_password_gets_back_in_by_a_new_e_mail(
    time: SetClock, desk: Desk, ada: Person, letters: Letters
) -> None:
    client = desk.app.test_client()
    assert desk.do("replace-address", ada, email=EMAIL) == (202, "")
    assert client.post(PROVE, json={"token": letters.one("change").token}).status_code == 200
    letters.new()
    time.pass_(minutes=2)
    forget(client, email=EMAIL)
    assert reset(client, token=letters.one("reset").token).status_code == 200
    ada.password = NEW
    assert log_in(desk, ada) == (200, "")


def refused(client: FlaskClient, code: str, **named: str) -> tuple[int, str]:
    answer = client.post(PROVE, json={**named, "code": code})
    return answer.status_code, answer.json["code"]


@pytest.mark.asvs("6.6.3")
def test_a_wrong_code_an_unknown_name_and_nothing_pending_look_alike(
    desk: Desk, ada: Person, admin: Person, letters: Letters
) -> None:
    desk.do("replace-address", ada, mobile=NUMBER)
    code, client = letters.one("change").code, desk.app.test_client()
    for named in ({"username": "nobody"}, {"username": "root"}, {"mobile": NUMBER}):
        assert refused(client, code, **named) == (403, "invalid_proof")
    wrong = [refused(client, another(code), username="ada") for _ in range(6)]
    assert wrong == [(403, "invalid_proof")] * 5 + [(429, "too_many_requests")]
    assert refused(client, code, username="ada") == (429, "too_many_requests")
    assert desk.see(ada)["mobile"] == ada.mobile
    assert desk.do("lift-waits", ada) == (200, "")
    assert client.post(PROVE, json={"mobile": ada.mobile, "code": code}).status_code == 200


def test_of_many_who_send_the_code_at_once_one_is_right(desk: Desk, ada: Person, letters: Letters) -> None:
    desk.do("replace-address", ada, mobile=NUMBER)
    body = {"username": "ada", "code": letters.one("change").code}
    answers = at_once([partial(desk.app.test_client().post, PROVE, json=body)] * 4)
    assert sorted(each.status_code for each in answers) == [200, 403, 403, 403]
    assert desk.see(ada)["mobile"] == NUMBER


def test_another_request_takes_the_place_of_the_first(desk: Desk, ada: Person, letters: Letters) -> None:
    desk.do("replace-address", ada, mobile=NUMBER)
    first = letters.one("change").code
    assert desk.do("replace-address", ada, mobile="01922222222") == (202, "")
    assert refused(desk.app.test_client(), first, username="ada") == (403, "invalid_proof")
    assert [each["value"] for each in desk.see(ada)["pending"]] == ["01922222222"]


def test_what_cannot_be_replaced_is_refused(desk: Desk, ada: Person, app: Flask) -> None:
    eve = desk.staff.people.settle("eve")
    prove(app, "mobile", eve.uuid)
    assert desk.do("replace-address", ada, mobile=eve.mobile) == (409, "mobile_taken")
    assert desk.do("replace-address", ada, mobile=ada.mobile) == (422, "invalid_input")
    for wrong in ({}, {"mobile": NUMBER, "email": EMAIL}, {"mobile": "x"}, {"email": None}):
        assert desk.do("replace-address", ada, **wrong) == (422, "invalid_input")
    assert desk.do("replace-address", desk.staff.people.register("late"), email=EMAIL) == (403, "account_not_active")
    assert desk.see(ada)["pending"] == []
