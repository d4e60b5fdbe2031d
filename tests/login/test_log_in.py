"""POST /user/login: who gets in, and what everyone else is told."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gatepost import migrations
from gatepost.accounts.deactivate import deactivate_user, reactivate_user
from gatepost.app import create_app
from gatepost.environment import load_settings
from tests.support.people import People, Person
from tests.support.time import SetClock
from tests.web.endpoints import contents

pytestmark = pytest.mark.every_engine


def log_in(client: FlaskClient, username: str, password: str) -> TestResponse:
    return client.post("/user/login", json={"username": username, "password": password})


def told(answer: TestResponse) -> dict[str, Any]:
    """All that an answer tells, but for the number of the request."""
    headers = {name: value for name, value in answer.headers if name not in ("Date", "X-Request-ID")}
    return {"status": answer.status, "headers": headers, "body": answer.data}


def test_the_answer_holds_two_tokens_and_nothing_else(client: FlaskClient, ada: Person) -> None:
    answer = log_in(client, "ada", "password")
    assert answer.status_code == 200
    assert answer.json.keys() == {"access_token", "refresh_token"}
    assert answer.json["access_token"] != answer.json["refresh_token"]
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.asvs("7.2.4")
@pytest.mark.asvs("7.2.2")
def test_each_log_in_gets_tokens_of_its_own(client: FlaskClient, people: People, ada: Person) -> None:
    again = people.log_in(ada)
    assert len({ada.access_token, ada.refresh_token, again.access_token, again.refresh_token}) == 4


@pytest.mark.parametrize("spelled", ["ADA.Lovelace", "ada.lovelace", "ａｄａ.ｌｏｖｅｌａｃｅ", "ＡＤＡ.Lovelace"])
def test_a_username_logs_in_in_any_case_and_width(client: FlaskClient, people: People, spelled: str) -> None:
    ada = people.join("Ada.Lovelace")
    answer = log_in(client, spelled, "password")
    assert answer.status_code == 200, answer.text
    seen = client.get(f"/user/{ada.uuid}", headers={"Authorization": f"Bearer {answer.json['access_token']}"})
    assert seen.json["data"]["username"] == "Ada.Lovelace"


@pytest.mark.asvs("6.3.8")
@pytest.mark.parametrize("unknown", ["nobody", "no such name!", "x" * 254, "ada@example.org"])
def test_wrong_password_and_unknown_user_answer_alike(client: FlaskClient, ada: Person, unknown: str) -> None:
    wrong = log_in(client, "ada", "wrong password")
    assert (wrong.status_code, wrong.json["code"]) == (401, "invalid_credentials")
    assert told(log_in(client, unknown, "wrong password")) == told(wrong)
    assert told(log_in(client, unknown, "password")) == told(wrong)


def test_a_refused_log_in_asks_for_a_token_without_an_error_code(client: FlaskClient) -> None:
    answer = log_in(client, "nobody", "password")
    assert answer.headers.getlist("WWW-Authenticate") == ['Bearer realm="gatepost"']


@pytest.mark.asvs("6.2.10")
def test_a_password_is_good_for_as_long_as_its_owner_likes(time: SetClock, client: FlaskClient, ada: Person) -> None:
    time.pass_(days=3653)
    assert log_in(client, "ada", "password").status_code == 200


@pytest.mark.asvs("6.3.2")
def test_there_is_no_account_at_the_beginning(tmp_path: Path) -> None:
    app = create_app(load_settings({}, instance=tmp_path))
    with app.app_context():
        migrations.upgrade()
    made = {name for name, rows in contents(app).items() if rows}
    assert made == {"audit_chain", "roles"}  # which names nobody


def test_a_refused_log_in_ends_no_session(client: FlaskClient, ada: Person) -> None:
    assert log_in(client, "ada", "wrong password").status_code == 401
    assert client.get(f"/user/{ada.uuid}", headers=ada.signed).status_code == 200


@pytest.mark.asvs("6.3.8")
def test_only_who_knows_the_password_learns_that_an_account_is_not_active(client: FlaskClient, people: People) -> None:
    people.register("eve")
    right = log_in(client, "eve", "password")
    assert (right.status_code, right.json["code"]) == (403, "account_not_active")
    assert told(log_in(client, "eve", "wrong password")) == told(log_in(client, "nobody", "wrong password"))


@pytest.mark.asvs("6.3.4")
def test_a_deactivated_user_never_gets_a_token(app: Flask, client: FlaskClient, ada: Person) -> None:
    with app.app_context():
        deactivate_user(ada.uuid)
    refused = log_in(client, "ada", "password")
    assert (refused.status_code, refused.json["code"]) == (403, "account_not_active")
    assert refused.json.keys() == {"message", "status", "code"}
    assert log_in(client, "ada", "wrong password").json["code"] == "invalid_credentials"
    client.post("/user/activate-account/", json={"mobile": ada.mobile})
    answers = [
        log_in(client, "ada", "password"),
        client.get("/user/refresh-token/", headers=ada.refreshing),
        client.post("/user/refresh-token/", headers=ada.refreshing),
    ]
    assert [answer.status_code for answer in answers] == [403, 401, 401]
    assert not any("token" in key for answer in answers for key in answer.json)


def test_a_user_who_is_let_back_in_logs_in_again(app: Flask, client: FlaskClient, ada: Person) -> None:
    with app.app_context():
        deactivate_user(ada.uuid)
        reactivate_user(ada.uuid)
    assert log_in(client, "ada", "password").status_code == 200


def test_a_deleted_user_is_unknown(client: FlaskClient, ada: Person) -> None:
    client.delete(f"/user/{ada.uuid}", headers=ada.signed)
    assert told(log_in(client, "ada", "password")) == told(log_in(client, "nobody", "password"))
