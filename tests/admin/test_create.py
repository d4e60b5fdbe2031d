"""POST /admin/users: an account for a person, who sets its password; and activation by hand."""

from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask

from gatepost import clock
from gatepost.users.models import get_user
from tests.admin.desk import Desk, log_in
from tests.passwords.resetting import NEW, forget, reset, set_in_row
from tests.roles.staff import Staff
from tests.serving.wire import at_once
from tests.support.letters import Letters
from tests.support.people import Person
from tests.support.time import SetClock

pytestmark = pytest.mark.every_engine

EMAIL, NUMBER = "grace@example.org", "01712345678"
BODY = {"username": "grace", "mobile": NUMBER, "email": EMAIL, "locale": "de"}


@pytest.fixture(params=["mobile", "code"])
def desk(time: SetClock, make_app: Callable[..., Flask], request: pytest.FixtureRequest) -> Desk:
    """A desk of the support, where accounts wait for a code, and where they do not."""
    staff = Staff(make_app(activation=request.param))
    return Desk(staff, staff.people.appoint(staff.app, "root"))


def create(desk: Desk, **changed: object) -> Person:
    body = {name: value for name, value in {**BODY, **changed}.items() if value is not None}
    answer = desk.post("/admin/users", **body)
    assert answer.status_code == 201, answer.text
    data = answer.json["data"]
    assert (data["username"], data["status"]) == ("grace", False)
    return Person(data["uuid"], "grace", NUMBER, NEW)


@pytest.mark.asvs("6.4.6")
def test_its_user_chooses_the_password_which_activates_it_and_proves_the_address(desk: Desk) -> None:
    grace, letters = create(desk), Letters(desk.app)
    letter = letters.one("account_created")
    assert (letter.to, letter.locale) == (EMAIL, "de")
    assert desk.see(grace)["status"] == "not_activated"
    assert log_in(desk, grace) == (401, "invalid_credentials")
    client = desk.app.test_client()
    assert reset(client, token=letter.token).status_code == 200
    assert reset(client, token=letter.token).status_code == 403
    assert log_in(desk, grace) == (200, "")
    seen = desk.see(grace)
    assert seen["status"] == "active"
    assert [(each["kind"], each["verified_at"] is not None) for each in seen["contacts"]] == [
        ("email", True),
        ("mobile", False),
    ]


def test_without_an_e_mail_the_code_comes_by_sms_and_another_when_it_has_expired(desk: Desk, time: SetClock) -> None:
    grace, letters = create(desk, email=None), Letters(desk.app)
    assert letters.one("account_created").to == NUMBER
    time.pass_(minutes=11)
    client = desk.app.test_client()
    forget(client, username="grace")
    code = letters.one("reset").code
    assert reset(client, username="grace", code=code).status_code == 200
    assert log_in(desk, grace) == (200, "")


def test_no_code_to_log_in_is_sent_before_there_is_a_password(desk: Desk) -> None:
    create(desk)
    letters = Letters(desk.app)
    letters.new()
    desk.app.test_client().post("/user/login/code", json={"username": "grace"})
    assert letters.new() == []


@pytest.mark.parametrize("taken", ["username", "mobile", "email"])
def test_what_another_account_has_is_refused(desk: Desk, taken: str) -> None:
    create(desk)
    other = {"username": "other", "mobile": "01911111111", "email": "other@example.org"}
    answer = desk.post("/admin/users", **{**other, taken: BODY[taken]})
    assert (answer.status_code, answer.json["code"]) == (409, f"{taken}_taken")
    assert sorted(desk.find()) == ["grace", "root"]


def test_nobody_continues_it_as_a_registration(desk: Desk) -> None:
    grace = create(desk)
    body = {"username": "grace", "mobile": "01911111111", "password": NEW}
    answer = desk.app.test_client().post("/user", json=body)
    assert (answer.status_code, answer.json["code"]) == (409, "username_taken")
    assert [each["value"] for each in desk.see(grace)["contacts"]] == [EMAIL, NUMBER]


def test_of_many_at_once_one_account_is_made(desk: Desk) -> None:
    numbers = [f"0191111111{place}" for place in range(4)]
    calls = [partial(desk.post, "/admin/users", username="grace", mobile=each) for each in numbers]
    assert sorted(each.status_code for each in at_once(calls)) == [201, 409, 409, 409]


def test_of_many_who_set_the_first_password_at_once_one_does(desk: Desk) -> None:
    grace = create(desk)
    token, passwords = Letters(desk.app).one("account_created").token, [f"{NEW} {place}" for place in range(4)]
    clients = [desk.app.test_client() for _ in passwords]
    calls = [partial(reset, client, password, token=token) for client, password in zip(clients, passwords, strict=True)]
    answers = [each.status_code for each in at_once(calls)]
    assert sorted(answers) == [200, 403, 403, 403]
    assert log_in(desk, grace, passwords[answers.index(200)]) == (200, "")


def test_somebody_else_who_proves_the_address_takes_it(desk: Desk, time: SetClock) -> None:
    if desk.app.extensions["gatepost"].activation != "code":
        return
    grace, letters = create(desk, email=None), Letters(desk.app)
    token = letters.one("account_created").code
    time.pass_(minutes=2)
    client = desk.app.test_client()
    client.post("/user", json={"username": "owner", "mobile": NUMBER, "password": "password"})
    client.post("/user/activate-account/", json={"mobile": NUMBER})
    letter = next(each for each in reversed(letters.new()) if each.name == "activation")
    assert client.post("/user/activate-account/", json={"mobile": NUMBER, "code": letter.code}).status_code == 200
    assert reset(client, username="grace", code=token).status_code == 403
    with desk.app.app_context():
        assert not get_user(grace.uuid).is_active


@pytest.mark.parametrize(
    "wrong",
    [{"username": None}, {"username": "a b\n"}, {"email": "x"}, {"mobile": None, "email": None}, {"password": NEW}],
)
def test_a_wrong_request_makes_no_account(desk: Desk, wrong: dict[str, object]) -> None:
    body = {name: value for name, value in {**BODY, **wrong}.items() if value is not None}
    answer = desk.post("/admin/users", **body)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_input")
    assert desk.find() == ["root"]


def test_an_account_is_activated_by_hand(desk: Desk) -> None:
    late = desk.staff.people.register("late")
    assert log_in(desk, late) == (403, "account_not_active")
    assert desk.do("activate", late) == (200, "")
    assert log_in(desk, late) == (200, "")
    assert desk.do("activate", late) == (200, "")
    lines = desk.get("/admin/events", event="account.activated", user=late.uuid).json["data"]
    assert [each["actor"] for each in lines] == [desk.by.uuid]


def test_a_deactivated_account_is_not_activated(desk: Desk) -> None:
    late = desk.staff.people.register("late")
    set_in_row(desk.app, late, deactivated_at=clock.now())
    assert desk.do("activate", late) == (403, "account_not_active")
