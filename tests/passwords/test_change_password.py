"""POST /user/change-password/:uuid"""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gatepost.passwords import change_password as deed
from tests.support.people import People, Person
from tests.web.endpoints import contents

NEW = "a new password"


def change(client: FlaskClient, whom: Person, *, by: Person | None = None, **fields: Any) -> TestResponse:
    body = {"old_password": "password", "new_password": NEW} | fields
    return client.post(f"/user/change-password/{whom.uuid}", json=body, headers=(by or whom).signed)


def log_in(client: FlaskClient, username: str, password: str) -> int:
    return client.post("/user/login", json={"username": username, "password": password}).status_code


@pytest.mark.every_engine
@pytest.mark.asvs("6.2.2")
def test_after_a_change_the_new_password_logs_in_and_the_old_one_fails(client: FlaskClient, ada: Person) -> None:
    answer = change(client, ada)
    assert (answer.status_code, answer.json) == (200, {"message": "Success!"})
    assert log_in(client, "ada", "password") == 401
    assert log_in(client, "ada", NEW) == 200


@pytest.mark.asvs("6.2.3")
@pytest.mark.parametrize("wrong", ["passwore", "Password", "password ", NEW])
def test_with_a_wrong_old_password_nothing_changes(app: Flask, ada: Person, wrong: str) -> None:
    client = app.test_client()
    before = contents(app)
    answer = change(client, ada, old_password=wrong)
    assert (answer.status_code, answer.json["code"]) == (403, "wrong_password")
    assert contents(app) == before
    assert log_in(client, "ada", "password") == 200


@pytest.mark.asvs("6.2.3")
@pytest.mark.parametrize("missing", ["old_password", "new_password"])
def test_the_current_and_the_new_password_are_both_needed(client: FlaskClient, ada: Person, missing: str) -> None:
    body = {"old_password": "password", "new_password": NEW}
    del body[missing]
    answer = client.post(f"/user/change-password/{ada.uuid}", json=body, headers=ada.signed)
    assert (answer.status_code, list(answer.json["errors"])) == (422, [missing])


@pytest.mark.asvs("2.2.3")
@pytest.mark.parametrize("new", ["password", "seven77", ""])
def test_the_same_and_a_too_short_password_are_refused(app: Flask, ada: Person, new: str) -> None:
    before = contents(app)
    answer = change(app.test_client(), ada, new_password=new)
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["new_password"])
    assert contents(app) == before


@pytest.mark.asvs("2.2.3")
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_same_password_with_its_accents_written_otherwise_is_refused(
    client: FlaskClient, people: People, form: str
) -> None:
    zoe = people.join("zoe", password=unicodedata.normalize("NFC", "Žluťoučký kůň"))
    answer = change(client, zoe, old_password=zoe.password, new_password=unicodedata.normalize(form, zoe.password))
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["new_password"])


def test_who_does_not_know_the_old_password_learns_nothing_from_the_new_one(client: FlaskClient, ada: Person) -> None:
    answer = change(client, ada, old_password="wrong", new_password="short")
    assert (answer.status_code, answer.json["code"]) == (403, "wrong_password")


@pytest.mark.asvs("6.2.11")
def test_ones_email_is_no_password_where_the_list_is_on(make_app: Callable[..., Flask]) -> None:
    people = People(make_app(password_blocklist=True).test_client())
    ada = people.join("ada", password="the first one")
    email = {"email": "countess@example.org"}
    assert people.client.patch(f"/user/{ada.uuid}", json=email, headers=ada.signed).status_code == 200
    for new in ("Countess@Example.ORG", "countesscountess", "adaadaadaada"):
        answer = change(people.client, ada, old_password="the first one", new_password=new)
        assert (answer.status_code, list(answer.json["errors"])) == (422, ["new_password"])


@pytest.mark.asvs("8.2.2")
@pytest.mark.parametrize(
    ("directory", "caller", "status", "code"),
    [
        ("everyone", "eve", 403, "forbidden"),
        ("everyone", "root", 403, "forbidden"),
        ("self", "eve", 404, "user_not_found"),
        ("self", "root", 403, "forbidden"),
    ],
)
def test_nobody_changes_the_password_of_another(
    make_app: Callable[..., Flask], directory: str, caller: str, status: int, code: str
) -> None:
    app = make_app(user_directory=directory)
    people = People(app.test_client())
    ada = people.join("ada")
    by = people.join("eve") if caller == "eve" else people.appoint(app, "root")
    before = contents(app)
    answer = change(people.client, ada, by=by)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert contents(app) == before


@pytest.mark.every_engine
@pytest.mark.asvs("8.2.2")
@pytest.mark.parametrize("upper", [False, True])
def test_another_writing_of_a_uuid_is_the_same_user(client: FlaskClient, ada: Person, eve: Person, upper: bool) -> None:
    fields = {"old_password": "password", "new_password": NEW}
    uuid, other = (person.uuid.upper() if upper else person.uuid for person in (ada, eve))
    answer = client.post(f"/user/change-password/{other}", json=fields, headers=ada.signed)
    assert (answer.status_code, answer.json["code"]) == (403, "forbidden")
    assert client.post(f"/user/change-password/{uuid}", json=fields, headers=ada.signed).status_code == 200
    assert (log_in(client, "ada", NEW), log_in(client, "eve", "password")) == (200, 200)


@pytest.mark.asvs("8.2.2")
@pytest.mark.parametrize("directory", ["everyone", "self"])
def test_nobody_changes_the_password_of_nobody(make_app: Callable[..., Flask], directory: str) -> None:
    app = make_app(user_directory=directory)
    people = People(app.test_client())
    nobody = Person("00000000-0000-4000-8000-000000000000", "nobody", "", "")
    for caller in (people.join("ada"), people.appoint(app, "root")):
        answer = change(people.client, nobody, by=caller)
        assert (answer.status_code, answer.json["code"]) == (404, "user_not_found")


@pytest.mark.every_engine
@pytest.mark.asvs("7.4.3")
def test_a_change_ends_every_other_session_and_keeps_this_one(
    client: FlaskClient, people: People, ada: Person, eve: Person
) -> None:
    other = people.log_in(ada)
    assert change(client, ada).status_code == 200
    assert client.get("/user", headers=other.signed).status_code == 401
    assert client.get("/user/refresh-token/", headers=other.refreshing).status_code == 401
    assert client.get("/user", headers=ada.signed).status_code == 200
    assert client.get("/user/refresh-token/", headers=ada.refreshing).status_code == 200
    assert client.get("/user", headers=eve.signed).status_code == 200


@pytest.mark.every_engine
def test_of_two_changes_at_once_one_wins(app: Flask, ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    client = app.test_client()
    check = deed.check_new_password

    def let_the_other_go_first(*given: Any, **named: Any) -> None:
        check(*given, **named)
        monkeypatch.setattr(deed, "check_new_password", check)
        assert change(app.test_client(), ada, new_password="the winner's").status_code == 200

    monkeypatch.setattr(deed, "check_new_password", let_the_other_go_first)
    answer = change(client, ada, new_password="the loser's one")
    assert (answer.status_code, answer.json["code"]) == (403, "wrong_password")
    assert log_in(client, "ada", "the loser's one") == 401
    assert log_in(client, "ada", "the winner's") == 200
