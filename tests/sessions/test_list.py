"""Whoever is signed in sees where they are signed in; an administrator sees it of everyone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.accounts.deactivate import deactivate_user
from tests.support.people import People, Person
from tests.support.time import SetClock

pytestmark = pytest.mark.every_engine

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
EACH_DIRECTORY = pytest.mark.parametrize(
    ("directory", "refusal"), [("everyone", (403, "forbidden")), ("self", (404, "user_not_found"))]
)


def listed(client: FlaskClient, caller: Person, whose: Person | None = None) -> list[dict[str, Any]]:
    path = "/user/sessions" if whose is None else f"/user/{whose.uuid}/sessions"
    answer = client.get(path, headers=caller.signed)
    assert (answer.status_code, answer.json["message"], answer.json["status"]) == (200, "Success!", 200), answer.text
    data: list[dict[str, Any]] = answer.json["data"]
    return data


def ids(sessions: list[dict[str, Any]]) -> list[str]:
    return [session["id"] for session in sessions]


def rfc3339(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


@pytest.mark.asvs("7.5.2")
def test_a_session_is_shown_with_device_address_and_times(time: SetClock, people: People, ada: Person) -> None:
    time.pass_(minutes=1)
    credentials = {"username": "ada", "password": "password"}
    headers = {"User-Agent": FIREFOX}
    peer = {"REMOTE_ADDR": "192.0.2.7"}
    tokens = people.client.post("/user/login", json=credentials, headers=headers, environ_overrides=peer).json
    there = Person(ada.uuid, ada.username, ada.mobile, ada.password, **tokens)
    began, _ = time.now(), time.pass_(minutes=10)
    assert people.client.get("/user/refresh-token/", headers=there.refreshing).status_code == 200
    first, second = listed(people.client, ada)
    assert first == {
        "id": there.session_id,
        "kind": "tokens",
        "device": "Firefox on Linux",
        "user_agent": FIREFOX,
        "address": "192.0.2.7",
        "created_at": rfc3339(began),
        "last_used_at": rfc3339(time.now()),
        "expires_at": rfc3339(began + timedelta(days=30)),
        "current": False,
        "authenticated_by": ["pwd"],
    }
    assert first.keys() == second.keys()
    assert (second["id"], second["current"]) == (ada.session_id, True)


@pytest.mark.asvs("7.5.2")
def test_the_latest_used_stands_first_and_only_one_is_the_current(
    time: SetClock, people: People, ada: Person, eve: Person
) -> None:
    mine = [ada]
    for _ in range(2):
        time.pass_(minutes=4)
        mine.append(people.log_in(ada))
    time.pass_(minutes=2)
    people.client.post("/user/refresh-token/", headers=ada.refreshing)
    expected = [ada, mine[2], mine[1]]
    for person in mine:
        sessions = listed(people.client, person)
        assert ids(sessions) == [each.session_id for each in expected]
        assert [session["current"] for session in sessions] == [each is person for each in expected]
    assert ids(listed(people.client, eve)) == [eve.session_id]


@pytest.mark.asvs("7.5.2")
def test_what_has_ended_expired_or_fallen_asleep_is_not_shown(time: SetClock, make_app: Callable[..., Flask]) -> None:
    brief = People(make_app(session_lifetime=timedelta(days=1)).test_client())
    people = People(make_app().test_client())
    ada = people.join("ada")
    people.client.post("/user/logout/", headers=people.log_in(ada).signed)
    expiring = brief.log_in(ada)
    assert len(listed(people.client, ada)) == 2
    time.pass_(days=1)
    again = people.log_in(ada)
    assert ids(listed(people.client, again)) == [again.session_id, ada.session_id]
    assert expiring.session_id not in ids(listed(people.client, again))
    time.pass_(days=13)
    last = people.log_in(ada)
    assert ids(listed(people.client, last)) == [last.session_id, again.session_id]


@pytest.mark.asvs("7.3.1")
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_access_token_outlives_the_time_in_which_its_session_falls_asleep(
    time: SetClock, make_app: Callable[..., Flask], method: str
) -> None:
    client = make_app(session_idle=timedelta(minutes=10)).test_client()
    ada = People(client).join("ada")
    time.pass_(minutes=9, seconds=59)
    assert len(listed(client, ada)) == 1
    ada.access_token = client.open("/user/refresh-token/", method=method, headers=ada.refreshing).json["access_token"]
    time.pass_(minutes=9, seconds=59)
    assert ids(listed(client, ada)) == [ada.session_id]
    time.pass_(seconds=1)
    assert client.get("/user/sessions", headers=ada.signed).status_code == 401


def test_where_sessions_fall_asleep_soon_their_use_is_noted_sooner(
    time: SetClock, make_app: Callable[..., Flask]
) -> None:
    client = make_app(session_idle=timedelta(minutes=4)).test_client()
    ada = People(client).join("ada")
    for _ in range(10):
        time.pass_(minutes=3)
        assert client.get("/user/refresh-token/", headers=ada.refreshing).status_code == 200


@pytest.mark.asvs("8.2.2")
@EACH_DIRECTORY
def test_an_administrator_sees_everyones_sessions_and_a_user_only_their_own(
    make_app: Callable[..., Flask], directory: str, refusal: tuple[int, str]
) -> None:
    app = make_app(user_directory=directory)
    people = People(app.test_client())
    ada, eve, root = people.join("ada"), people.join("eve"), people.appoint(app, "root")
    assert listed(people.client, ada, whose=ada) == listed(people.client, ada)
    (seen,) = listed(people.client, root, whose=ada)
    assert (seen["id"], seen["current"]) == (ada.session_id, False)
    assert [each["current"] for each in listed(people.client, root, whose=root)] == [True]
    for whose in (eve, root):
        answer = people.client.get(f"/user/{whose.uuid}/sessions", headers=ada.signed)
        assert (answer.status_code, answer.json["code"]) == refusal
    nobody = "/user/00000000-0000-4000-8000-000000000000/sessions"
    for caller in (ada, root):
        answer = people.client.get(nobody, headers=caller.signed)
        assert (answer.status_code, answer.json["code"]) == (404, "user_not_found")


def test_a_closed_account_has_no_sessions_to_show(app: Flask, client: FlaskClient, ada: Person, admin: Person) -> None:
    with app.app_context():
        deactivate_user(ada.uuid)
    assert listed(client, admin, whose=ada) == []


@pytest.mark.asvs("14.2.6")
def test_no_token_or_digest_of_one_is_shown(client: FlaskClient, people: People, ada: Person) -> None:
    client.post("/user/refresh-token/", headers=people.log_in(ada).refreshing)
    for session in listed(client, ada):
        assert not any("token" in name or "digest" in name or "successor" in name for name in session)
        assert all(len(value) < 50 for value in session.values() if isinstance(value, str))
