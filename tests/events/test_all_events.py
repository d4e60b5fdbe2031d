"""Administrators query the whole record."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from gatepost.accounts.deactivate import deactivate_user
from tests.audit.chain import seal
from tests.support.people import People, Person
from tests.support.time import SetClock

pytestmark = pytest.mark.every_engine


def query(people: People, by: Person, status: int = 200, **query: Any) -> list[dict[str, Any]]:
    answer = people.client.get("/admin/events", query_string=query, headers=by.signed)
    assert answer.status_code == status
    assert answer.json
    found: list[dict[str, Any]] = answer.json.get("data", [])
    return found


def stamp(time: SetClock, **ago: float) -> str:
    return (time.now() - timedelta(**ago)).isoformat().replace("+00:00", "Z")


@pytest.mark.asvs("8.2.1")
def test_it_is_for_administrators(people: People, ada: Person, admin: Person) -> None:
    query(people, ada, 403)
    assert people.client.get("/admin/events").status_code == 401
    assert query(people, admin)


def test_a_line_names_user_actor_origin_and_place(app: Flask, people: People, ada: Person, admin: Person) -> None:
    seal(app)
    people.client.patch(f"/user/{ada.uuid}", json={"gender": "Female"}, headers=admin.signed)
    newest, before, *_ = query(people, admin)
    assert (newest["event"], newest["user"], newest["actor"]) == ("account.updated", ada.uuid, admin.uuid)
    assert (newest["address"], newest["sequence"]) == ("127.0.0.1", None)
    assert before["sequence"] == 5


@pytest.mark.asvs("16.2.4")
def test_a_line_has_the_id_of_the_request_that_caused_it(people: People, ada: Person, admin: Person) -> None:
    send = people.client.patch
    own = send(f"/user/{ada.uuid}", json={"gender": "Female"}, headers={**ada.signed, "X-Request-ID": "own-id-of-ada"})
    made = send(f"/user/{ada.uuid}", json={"gender": "Male"}, headers=ada.signed)
    newest, before, *_ = query(people, admin, user=ada.uuid)
    assert own.headers["X-Request-ID"] == before["request_id"] == "own-id-of-ada"
    assert made.headers["X-Request-ID"] == newest["request_id"] != before["request_id"]


@pytest.mark.asvs("16.2.4")
def test_a_line_of_the_command_line_has_no_request(app: Flask, people: People, ada: Person, admin: Person) -> None:
    with app.app_context():
        deactivate_user(ada.uuid)
    assert query(people, admin, event="account.deactivated")[0]["request_id"] is None


def test_filters_narrow_it_down_together(people: People, ada: Person, admin: Person, time: SetClock) -> None:
    time.pass_(hours=1)
    admin = people.log_in(admin)
    people.log_in(ada)
    time.pass_(hours=1)
    admin = people.log_in(admin)
    assert {line["user"] for line in query(people, admin, user=ada.uuid)} == {ada.uuid}
    assert len(query(people, admin, user=ada.uuid)) == 4
    assert len(query(people, admin, user=ada.uuid, event="login.succeeded")) == 2
    assert len(query(people, admin, since=stamp(time, minutes=90))) == 3
    assert len(query(people, admin, since=stamp(time, minutes=90), until=stamp(time))) == 2
    assert query(people, admin, since="9999-12-31T23:59:59-12:00") == []
    assert query(people, admin, until="0001-01-01T00:00:00+14:00") == []


def test_lines_of_a_deleted_account_are_there(people: People, ada: Person, admin: Person) -> None:
    people.client.delete(f"/user/{ada.uuid}", headers=ada.signed)
    found = query(people, admin, user=ada.uuid)
    assert found[0]["event"] == "account.deleted"
    assert {line["address"] for line in found} == {None}
    assert [line["request_id"] for line in found[1:]] == [None] * (len(found) - 1)
    assert found[0]["request_id"]


def test_the_link_to_the_next_page_keeps_the_filters(people: People, ada: Person, admin: Person) -> None:
    for _ in range(3):
        people.log_in(ada)
    path = f"/admin/events?limit=1&user={ada.uuid}&event=login.succeeded&since=2020-01-01T00:00:00%2B01:00"
    seen = []
    while path:
        answer = people.client.get(path, headers=admin.signed)
        assert answer.status_code == 200
        seen += [line["event"] for line in (answer.json or {})["data"]]
        path = answer.headers.get("Link", "").partition(">")[0].lstrip("<")
    assert seen == ["login.succeeded"] * 4


@pytest.mark.parametrize(
    "wrong",
    [
        {"event": "no.such"},
        {"user": "ada"},
        {"user": "00000000-0000-4000-8000-00000000000G"},
        {"since": "yesterday"},
        {"since": "2026-11-23"},
        {"since": "2026-11-23T10:00:00"},
        {"since": "2026-02-30T10:00:00Z"},
        {"until": "1700000000"},
        {"limit": 0},
        {"limit": 201},
        {"q": "x"},
    ],
)
def test_what_cannot_be_looked_for_is_refused(people: People, admin: Person, wrong: dict[str, Any]) -> None:
    query(people, admin, 422, **wrong)
