"""Users read what happened to their accounts; nobody else does but administrators."""

import re
from base64 import urlsafe_b64decode
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from gatepost.audit.details import open_details
from gatepost.audit.models import AuditEvent
from gatepost.database import db
from tests.support.people import People, Person, bearer
from tests.support.time import SetClock

pytestmark = pytest.mark.every_engine


def events_of(people: People, whose: Person, *, by: Person, **query: object) -> list[dict[str, object]]:
    answer = people.client.get(f"/user/{whose.uuid}/events", query_string=query, headers=by.signed)
    assert answer.status_code == 200
    assert answer.json
    data: list[dict[str, object]] = answer.json["data"]
    return data


def test_it_says_what_happened_when_by_whom_and_from_where(people: People, ada: Person, time: SetClock) -> None:
    time.pass_(minutes=3)
    headers = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
    body = {"username": "ada", "password": "password"}
    assert people.client.post("/user/login", json=body, headers=headers).status_code == 200
    people.client.get("/user/logout/", headers=ada.signed)
    ada = people.log_in(ada)
    newest, *_ = events_of(people, ada, by=ada)
    assert [each["event"] for each in events_of(people, ada, by=ada)] == [
        "login.succeeded",
        "logout",
        "login.succeeded",
        "login.succeeded",
        "account.activated",
        "account.registered",
    ]
    at = time.now().isoformat(timespec="seconds").replace("+00:00", "Z")
    third = events_of(people, ada, by=ada)[2]
    assert third == {
        "event": "login.succeeded",
        "at": at,
        "by": None,
        "address": "127.0.0.1",
        "device": "Firefox on Linux",
    }
    assert events_of(people, ada, by=ada)[1]["by"] == "user"
    assert newest["at"] == at
    assert {each["address"] for each in events_of(people, ada, by=ada)} == {"127.0.0.1"}


def test_it_says_from_where_a_used_refresh_token_came_back(people: People, ada: Person, time: SetClock) -> None:
    again = people.log_in(ada)
    token = ada.refresh_token
    for _ in range(2):
        token = people.client.post("/user/refresh-token/", headers=bearer(token)).json["refresh_token"]
    time.pass_(minutes=1)
    thief = {"Authorization": f"Bearer {ada.refresh_token}", "User-Agent": "curl/8.5.0"}
    assert people.client.post("/user/refresh-token/", headers=thief).status_code == 401
    newest, *_ = events_of(people, again, by=again)
    assert (newest["event"], newest["address"], newest["device"]) == ("session.refresh_reuse", "127.0.0.1", "curl 8.5")


def test_of_an_administrator_no_more_is_told_than_that_it_was_one(people: People, ada: Person, admin: Person) -> None:
    path, body = f"/user/{ada.uuid}", {"gender": "Female"}
    assert people.client.patch(path, json=body, headers=admin.signed).status_code == 200
    newest, *_ = events_of(people, ada, by=ada)
    assert (newest["event"], newest["by"], newest["address"]) == ("account.updated", "administrator", None)
    assert admin.uuid not in str(events_of(people, ada, by=ada))


@pytest.mark.asvs("8.2.2")
def test_others_events_are_for_administrators_only(
    make_app: Callable[..., Flask], people: People, ada: Person, eve: Person, admin: Person
) -> None:
    assert events_of(people, ada, by=admin)
    path = f"/user/{ada.uuid}/events"
    assert people.client.get(path, headers=eve.signed).status_code == 403
    assert people.client.get(path).status_code == 401
    unknown = people.client.get("/user/00000000-0000-4000-8000-000000000000/events", headers=eve.signed)
    assert unknown.status_code == 404
    private = make_app(user_directory="self").test_client()
    assert private.get(path, headers=eve.signed).status_code == 404


def test_pages_lead_through_all_of_it_once(people: People, ada: Person) -> None:
    for _ in range(4):
        people.log_in(ada)
    every, found, path = events_of(people, ada, by=ada), [], f"/user/{ada.uuid}/events?limit=2"
    while path:
        answer = people.client.get(path, headers=ada.signed)
        assert answer.json
        found += answer.json["data"]
        path = next(iter(re.findall("<(.*)>", answer.headers.get("Link", ""))), "")
    assert (found, len(found)) == (every, 7)


def test_a_cursor_tells_nothing_of_how_much_others_do(people: People, ada: Person) -> None:
    cursors = set()
    for _ in range(8):
        answer = people.client.get(f"/user/{ada.uuid}/events?limit=1", headers=ada.signed)
        cursors |= {parse_qs(urlsplit(answer.headers["Link"].partition(">")[0].strip("<")).query)["cursor"][0]}
    assert len(cursors) == 8  # the same place is sealed anew each time
    assert min(map(len, cursors)) > 30
    ends = [urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))[-1:] for cursor in cursors]
    assert not all(end.isdigit() for end in ends)  # a sealed byte is a digit now and then, a number always ends in one


@pytest.mark.parametrize("cursor", ["x", "LTE", "%ff", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA", "4pGg", "A" * 101])
def test_a_cursor_that_is_none_is_refused(people: People, ada: Person, cursor: str) -> None:
    answer = people.client.get(f"/user/{ada.uuid}/events?cursor={cursor}", headers=ada.signed)
    assert answer.status_code == 422


@pytest.mark.asvs("14.2.7")
def test_with_the_account_goes_what_is_personal_and_the_chain_stays_whole(
    app: Flask, people: People, ada: Person, admin: Person
) -> None:
    from tests.audit.chain import seal, verify  # noqa: PLC0415

    seal(app)
    assert people.client.delete(f"/user/{ada.uuid}", headers=ada.signed).status_code == 200
    seal(app)
    assert verify(app).problems == []
    with app.app_context():
        lines = db.session.scalars(db.select(AuditEvent).where(AuditEvent.user_uuid == ada.uuid)).all()
        assert {line.event for line in lines} >= {"login.succeeded", "account.deleted"}
        (last,) = (line for line in lines if line.details)
        address, program, identifier, *_ = open_details(last.details, digested=last.details_digest)
        assert (last.event, address, program, bool(identifier)) == ("account.deleted", "", "", True)
        others = (AuditEvent.details.is_not(None), AuditEvent.user_uuid != ada.uuid)
        kept = db.session.scalars(db.select(AuditEvent).where(*others)).all()
        assert {line.user_uuid for line in kept} == {admin.uuid}
        assert open_details(kept[0].details, digested=kept[0].details_digest).address == "127.0.0.1"
        assert open_details(kept[0].details, digested="0" * 64).address == ""
        assert "127.0.0.1" not in (kept[0].details or "")
