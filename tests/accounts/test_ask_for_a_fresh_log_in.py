"""REAUTHENTICATION: what touches how an account is reached asks for a log-in of the last five minutes."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.support.people import People, Person
from tests.support.time import SetClock
from tests.web.endpoints import contents

SENSITIVE = [
    ("DELETE", None),
    ("PATCH", {"mobile": "01712345678"}),
    ("PATCH", {"email": "ada@example.org"}),
    ("PATCH", {"gender": "Female", "email": None}),
]


@pytest.fixture
def cautious(make_app: Callable[..., Flask], time: SetClock) -> Flask:
    return make_app(reauthentication=True)


def send(app: Flask, person: Person, method: str, body: dict[str, Any] | None, signed: Person) -> TestResponse:
    return app.test_client().open(f"/user/{person.uuid}", method=method, json=body, headers=signed.signed)


@pytest.mark.asvs("7.5.1")
@pytest.mark.parametrize(("method", "body"), SENSITIVE)
def test_five_minutes_after_the_log_in_a_new_one_is_asked_for(
    cautious: Flask, time: SetClock, method: str, body: dict[str, Any] | None
) -> None:
    people = People(cautious.test_client())
    ada = people.join("ada")
    time.pass_(minutes=5, seconds=1)
    before = contents(cautious)
    answer = send(cautious, ada, method, body, ada)
    assert (answer.status_code, answer.json["code"]) == (401, "insufficient_user_authentication")
    challenge = answer.headers["WWW-Authenticate"]
    assert challenge == 'Bearer realm="gatepost", error="insufficient_user_authentication", max_age="300"'
    assert contents(cautious) == before
    assert send(cautious, ada, method, body, people.log_in(ada)).status_code == 200


@pytest.mark.parametrize(("method", "body"), SENSITIVE)
def test_within_five_minutes_the_log_in_is_fresh(
    cautious: Flask, time: SetClock, method: str, body: dict[str, Any] | None
) -> None:
    ada = People(cautious.test_client()).join("ada")
    time.pass_(minutes=5)
    assert send(cautious, ada, method, body, ada).status_code == 200


@pytest.mark.asvs("7.5.1")
def test_a_refreshed_token_is_not_a_fresh_log_in(cautious: Flask, time: SetClock) -> None:
    client = cautious.test_client()
    ada = People(client).join("ada")
    time.pass_(minutes=5, seconds=1)
    ada.access_token = client.post("/user/refresh-token/", headers=ada.refreshing).json["access_token"]
    assert send(cautious, ada, "DELETE", None, ada).status_code == 401


def test_other_changes_take_no_fresh_log_in(cautious: Flask, time: SetClock) -> None:
    ada = People(cautious.test_client()).join("ada")
    time.pass_(minutes=10)
    assert send(cautious, ada, "PATCH", {"gender": "Female", "username": "lovelace"}, ada).status_code == 200
    assert send(cautious, ada, "PATCH", {"mobile": ada.mobile}, ada).status_code == 200  # no change at all
    assert send(cautious, ada, "GET", None, ada).status_code == 200


def test_an_administrator_too_deletes_by_a_fresh_log_in_only(cautious: Flask, time: SetClock) -> None:
    people = People(cautious.test_client())
    ada, root = people.join("ada"), people.appoint(cautious, "root")
    time.pass_(minutes=5, seconds=1)
    assert send(cautious, ada, "DELETE", None, root).status_code == 401
    assert send(cautious, ada, "DELETE", None, people.log_in(root)).status_code == 200


@pytest.mark.parametrize(("method", "body"), SENSITIVE)
def test_where_it_is_off_an_old_log_in_is_enough(
    make_app: Callable[..., Flask], time: SetClock, method: str, body: dict[str, Any] | None
) -> None:
    app = make_app()
    ada = People(app.test_client()).join("ada")
    time.pass_(minutes=14)
    assert send(app, ada, method, body, ada).status_code == 200


@pytest.mark.asvs("7.5.1")
@pytest.mark.parametrize(("method", "body"), SENSITIVE)
def test_an_administrator_is_asked_for_a_fresh_log_in_too(
    cautious: Flask, time: SetClock, method: str, body: dict[str, Any] | None
) -> None:
    people = People(cautious.test_client())
    ada, root = people.join("ada"), people.appoint(cautious, "root")
    time.pass_(minutes=5, seconds=1)
    assert send(cautious, ada, method, body, root).status_code == 401
    assert send(cautious, ada, method, body, people.log_in(root)).status_code == 200
