"""POST /user/reauthenticate: a password, sent again, makes a session's log-in recent."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gatepost.accounts.deactivate import deactivate_user
from gatepost.login import reauthenticate as deed
from tests.audit.test_record import Record
from tests.support.people import People, Person, bearer
from tests.support.time import SetClock
from tests.tokens.forge import opened
from tests.web.endpoints import assert_refused, contents

PATH = "/user/reauthenticate"
CHALLENGE = (401, "insufficient_user_authentication")
SENSITIVE = [("PATCH", {"mobile": "+8801712345678"}), ("PATCH", {"email": "ada@example.org"}), ("DELETE", None)]


def prove(client: FlaskClient, person: Person, password: str = "password") -> TestResponse:
    return client.post(PATH, json={"password": password}, headers=person.signed)


@pytest.mark.asvs("7.5.1")
@pytest.mark.parametrize("token", ["old", "new"])
@pytest.mark.parametrize(("method", "body"), SENSITIVE)
@pytest.mark.parametrize("too_late", [False, True])
def test_the_whole_ceremony(
    make_app: Callable[..., Flask], time: SetClock, method: str, body: dict[str, Any] | None, token: str, too_late: bool
) -> None:
    """As production does it: refused, proven again, then served for five minutes, and refused again."""
    senders = {"smtp_url": "smtp://127.0.0.1:9", "mail_from": "a@example.org", "sms_gateway_url": "http://127.0.0.1:9/"}
    client = make_app(mode="production", activation="mobile", limits=False, **senders).test_client()
    ada = People(client).join("ada", mobile="+8801711111111", password="a password of many words")

    def act() -> TestResponse:
        return client.open(f"/user/{ada.uuid}", method=method, json=body, headers=ada.signed)

    time.pass_(minutes=5, seconds=1)
    refused = act()
    assert_refused(refused, CHALLENGE)
    assert refused.headers["WWW-Authenticate"].endswith('error="insufficient_user_authentication", max_age="300"')
    answer = prove(client, ada, ada.password)
    assert (answer.status_code, list(answer.json)) == (200, ["access_token"])
    ada.access_token = answer.json["access_token"] if token == "new" else ada.access_token
    time.pass_(minutes=5, seconds=int(too_late))
    if too_late:
        assert_refused(act(), CHALLENGE)
    else:
        assert act().status_code == 200


@pytest.mark.asvs("7.5.1")
def test_the_new_token_tells_when_and_refreshing_does_not_renew_it(
    time: SetClock, client: FlaskClient, ada: Person
) -> None:
    logged_in = int(time.now().timestamp())
    time.pass_(minutes=7)
    proven = int(time.now().timestamp())
    assert opened(ada.access_token)[1]["auth_time"] == logged_in
    fresh = opened(prove(client, ada).json["access_token"])[1]
    assert (fresh["auth_time"], fresh["sid"], fresh["sub"]) == (proven, ada.session_id, ada.uuid)
    time.pass_(minutes=7)
    for method in ("GET", "POST"):
        tokens = client.open("/user/refresh-token/", method=method, headers=ada.refreshing).json
        assert opened(tokens["access_token"])[1]["auth_time"] == proven


@pytest.mark.every_engine
def test_it_renews_no_other_session(make_app: Callable[..., Flask], time: SetClock) -> None:
    client = make_app(reauthentication=True).test_client()
    people = People(client)
    ada = people.join("ada")
    phone = people.log_in(ada)
    time.pass_(minutes=6)
    assert prove(client, phone).status_code == 200
    assert_refused(client.delete(f"/user/{ada.uuid}", headers=ada.signed), CHALLENGE)
    assert client.delete(f"/user/{ada.uuid}", headers=phone.signed).status_code == 200


def test_it_does_not_move_the_end_of_the_session(time: SetClock, client: FlaskClient, ada: Person) -> None:
    for _ in range(3):
        time.pass_(days=9, hours=23)
        ada.access_token = client.get("/user/refresh-token/", headers=ada.refreshing).json["access_token"]
        token = prove(client, ada).json["access_token"]
    time.pass_(hours=2, minutes=59, seconds=59)
    ada.access_token = client.get("/user/refresh-token/", headers=ada.refreshing).json["access_token"]
    last = prove(client, ada).json["access_token"]
    assert client.get("/user", headers=bearer(last)).status_code == 200
    time.pass_(seconds=1)
    for ended in (last, token, ada.access_token):
        assert client.get("/user", headers=bearer(ended)).status_code == 401
    assert client.get("/user/refresh-token/", headers=ada.refreshing).status_code == 401


def test_a_wrong_password_renews_nothing(app: Flask, time: SetClock, client: FlaskClient, ada: Person) -> None:
    time.pass_(minutes=6)
    before = contents(app)
    for wrong in ("wrong password", "Password", "password ", "\u0665"):
        answer = prove(client, ada, wrong)
        assert_refused(answer, (403, "wrong_password"))
        assert answer.json["message"] == "The password is wrong."
        assert "WWW-Authenticate" not in answer.headers
    assert contents(app) == before


def test_the_password_of_another_is_wrong(client: FlaskClient, people: People, ada: Person) -> None:
    people.join("eve", password="password of eve")
    assert_refused(prove(client, ada, "password of eve"), (403, "wrong_password"))


def test_a_refresh_token_is_not_enough(client: FlaskClient, ada: Person) -> None:
    answer = client.post(PATH, json={"password": "password"}, headers=ada.refreshing)
    assert_refused(answer, (401, "invalid_token"))


def change_password(app: Flask, ada: Person) -> None:
    body = {"old_password": "password", "new_password": "another password"}
    answer = app.test_client().post(f"/user/change-password/{ada.uuid}", json=body, headers=ada.signed)
    assert answer.status_code == 200


def deactivate(app: Flask, ada: Person) -> None:
    with app.app_context():
        deactivate_user(ada.uuid)


def delete(app: Flask, ada: Person) -> None:
    assert app.test_client().delete(f"/user/{ada.uuid}", headers=ada.signed).status_code == 200


def log_out(app: Flask, ada: Person) -> None:
    assert app.test_client().post("/user/logout/", headers=ada.signed).status_code == 200


@pytest.mark.every_engine
@pytest.mark.asvs("15.4.2")
@pytest.mark.parametrize("change", [change_password, deactivate, delete, log_out])
@pytest.mark.parametrize("moment", ["get_user", "claim_user"])
def test_what_comes_in_between_wins(
    app: Flask, ada: Person, monkeypatch: pytest.MonkeyPatch, change: Callable[[Flask, Person], None], moment: str
) -> None:
    """Before the user is read, or once their password was verified and nothing is written yet."""
    go_on, between = getattr(deed, moment), list[dict[str, list[Any]]]()

    def go_on_later(*given: Any, **named: Any) -> Any:
        monkeypatch.setattr(deed, moment, go_on)
        change(app, ada)
        between.append(contents(app))
        return go_on(*given, **named)

    monkeypatch.setattr(deed, moment, go_on_later)
    answer = prove(app.test_client(), ada)
    assert_refused(answer, (403, "wrong_password"), (401, "invalid_token"))
    assert between == [contents(app)]


@pytest.mark.asvs("16.2.1")
def test_success_and_failure_are_on_record(app: Flask, time: SetClock, client: FlaskClient, ada: Person) -> None:
    record = Record(app)
    prove(client, ada, "wrong password")
    assert record.new() == [("login.reauthentication_failed", ada.uuid, ada.uuid, time.now())]
    assert prove(client, ada).status_code == 200
    assert record.new() == [("login.reauthenticated", ada.uuid, ada.uuid, time.now())]


@pytest.mark.asvs("6.3.1")
def test_guesses_are_limited_by_user(make_app: Callable[..., Flask]) -> None:
    client = make_app(limits=True).test_client()
    ada = People(client).join("ada")
    statuses = [prove(client, ada, "wrong password").status_code for _ in range(11)]
    assert statuses == [403] * 5 + [429] * 6


def test_it_waits_for_the_same_threads_as_log_ins(
    client: FlaskClient, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gatepost.passwords import hashing  # noqa: PLC0415  what is measured here, and only here

    used: list[str] = []
    threads = hashing.hashing_threads

    def counted(settings: Any) -> Any:
        used.append("hash")
        return threads(settings)

    monkeypatch.setattr(hashing, "hashing_threads", counted)
    assert prove(client, ada).status_code == 200
    assert used == ["hash"]
