"""POST /user/activate-account/: the mobile number makes an account active."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select

from gatepost.accounts.deactivate import deactivate_user, reactivate_user
from gatepost.audit.models import AuditEvent
from gatepost.database import db
from gatepost.registration import activate as deed
from gatepost.users.models import IdentifierKind, User
from tests.support.people import People
from tests.web.endpoints import contents

PATH = "/user/activate-account/"


@pytest.mark.parametrize("written", ["01712345678", "0171 234 5678", " ０１７１-２３４-５６７８", "0171ADGJMPT"])
def test_an_account_is_activated_by_its_number_in_any_writing(
    client: FlaskClient, people: People, written: str
) -> None:
    ada = people.register("ada", mobile="0171-2345678")
    answer = client.post(PATH, json={"mobile": written})
    data = {"uuid": ada.uuid, "username": "ada", "mobile": "0171-2345678", "status": True}
    assert (answer.status_code, answer.json) == (200, {"data": data, "message": "Success!", "status": 200})
    assert people.log_in(ada).access_token


@pytest.mark.every_engine
def test_activating_one_account_leaves_the_others_inactive(client: FlaskClient, people: People) -> None:
    people.register("ada", mobile="01712345678")
    people.register("eve", mobile="01712345679")
    client.post(PATH, json={"mobile": "01712345678"})
    answer = client.post("/user/login", json={"username": "eve", "password": "password"})
    assert (answer.status_code, answer.json["code"]) == (403, "account_not_active")


def test_an_unknown_number_is_not_found(client: FlaskClient, people: People) -> None:
    people.register("ada", mobile="01712345678")
    answer = client.post(PATH, json={"mobile": "01712345679"})
    assert (answer.status_code, answer.json["code"]) == (404, "user_not_found")


def test_what_is_no_number_is_named(client: FlaskClient) -> None:
    answer = client.post(PATH, json={"mobile": "nobody"})
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["mobile"])


def test_a_username_tells_which_account_is_meant(client: FlaskClient, people: People) -> None:
    people.register("ada", mobile="01712345678")
    answer = client.post(PATH, json={"mobile": "01712345678", "username": "eve"})
    assert (answer.status_code, answer.json["code"]) == (404, "user_not_found")
    assert client.post(PATH, json={"mobile": "01712345678", "username": "ADA"}).status_code == 200


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, ["mobile", "email"]),
        ({"username": "ada"}, ["mobile", "email"]),
        ({"mobile": "01712345678", "email": "ada@example.org"}, ["mobile", "email"]),
        ({"token": "t", "mobile": "01712345678"}, ["token"]),
        ({"token": "t", "code": "123456"}, ["token"]),
        ({"mobile": None}, ["mobile"]),
    ],
)
def test_one_address_is_given_or_one_token(client: FlaskClient, body: dict[str, str], named: list[str]) -> None:
    answer = client.post(PATH, json=body)
    assert (answer.status_code, list(answer.json["errors"])) == (422, named)


@pytest.mark.parametrize("proof", [{"mobile": "01712345678", "code": "123456"}, {"token": "t"}])
def test_a_wrong_code_or_token_is_wrong_where_none_is_needed(
    client: FlaskClient, people: People, proof: dict[str, str]
) -> None:
    people.register("ada", mobile="01712345678")
    answer = client.post(PATH, json=proof)
    assert (answer.status_code, answer.json["code"]) == (403, "invalid_proof")


@pytest.mark.every_engine
def test_activating_again_is_fine_and_changes_nothing(app: Flask, people: People) -> None:
    people.register("ada", mobile="01712345678")
    first = people.client.post(PATH, json={"mobile": "01712345678"})
    before = contents(app)
    again = people.client.post(PATH, json={"mobile": "01712345678"})
    assert (again.status_code, again.json) == (200, first.json)
    assert contents(app) == before


@pytest.mark.every_engine
def test_an_activation_is_on_record_once(app: Flask, people: People) -> None:
    ada = people.join("ada", mobile="01712345678")
    people.client.post(PATH, json={"mobile": "01712345678"})
    with app.app_context():
        lines = select(func.count()).where(AuditEvent.event == "account.activated", AuditEvent.user_uuid == ada.uuid)
        assert db.session.scalar(lines) == 1


@pytest.mark.every_engine
def test_of_two_activations_at_once_one_is_on_record_and_both_are_fine(
    app: Flask, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.register("ada", mobile="01712345678")
    find = deed.find_by_identifier
    answers = []

    def let_the_other_go_first(kind: IdentifierKind, number: str) -> User | None:
        user = find(kind, number)
        monkeypatch.setattr(deed, "find_by_identifier", find)
        answers.append(app.test_client().post(PATH, json={"mobile": number}))
        return user

    monkeypatch.setattr(deed, "find_by_identifier", let_the_other_go_first)
    answers.append(people.client.post(PATH, json={"mobile": "01712345678"}))
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json == answers[1].json
    with app.app_context():
        assert db.session.scalar(select(func.count()).where(AuditEvent.event == "account.activated")) == 1


@pytest.mark.every_engine
def test_an_account_that_is_deleted_in_the_middle_of_its_activation_is_not_found(
    app: Flask, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = people.register("ada", mobile="01712345678")
    find = deed.find_by_identifier

    def find_and_delete(kind: IdentifierKind, number: str) -> User | None:
        user = find(kind, number)
        db.session.execute(delete(User).where(User.uuid == ada.uuid))
        db.session.commit()
        return user

    monkeypatch.setattr(deed, "find_by_identifier", find_and_delete)
    answer = people.client.post(PATH, json={"mobile": "01712345678"})
    assert (answer.status_code, answer.json["code"]) == (404, "user_not_found")


@pytest.mark.every_engine
@pytest.mark.asvs("6.3.4")
@pytest.mark.parametrize("activated", [True, False])
def test_a_deactivated_account_is_not_opened_by_its_number(app: Flask, people: People, activated: bool) -> None:
    ada = people.join("ada") if activated else people.register("ada")
    with app.app_context():
        deactivate_user(ada.uuid)
    answer = people.client.post(PATH, json={"mobile": ada.mobile})
    assert (answer.status_code, answer.json["code"]) == (403, "account_not_active")
    answer = people.client.post("/user/login", json={"username": "ada", "password": "password"})
    assert (answer.status_code, answer.json["code"]) == (403, "account_not_active")


@pytest.mark.every_engine
def test_a_reactivated_account_logs_in_again(app: Flask, people: People) -> None:
    ada = people.join("ada")
    with app.app_context():
        deactivate_user(ada.uuid)
        reactivate_user(ada.uuid)
    assert people.log_in(ada).access_token
    assert people.client.get("/user", headers=ada.signed).status_code == 401  # ended sessions stay ended
