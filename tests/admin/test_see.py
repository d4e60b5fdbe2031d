"""GET /admin/users/<uuid>: why a user cannot get in; and …/messages: whether their messages went out."""

import json
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import update

from gatepost.database import db
from gatepost.messaging.send_message import MESSAGES
from gatepost.outbox.deliver import deliver_due
from gatepost.outbox.models import Outbox
from tests.admin.desk import Desk
from tests.roles.staff import Staff
from tests.support.people import Person
from tests.throttling.devices import Door
from tests.web.endpoints import send_proofs

EMAIL = "ada.lovelace@mail.example"


def add_email(desk: Desk, person: Person) -> None:
    answer = desk.app.test_client().patch(f"/user/{person.uuid}", json={"email": EMAIL}, headers=person.signed)
    assert answer.status_code == 200, answer.text


@pytest.mark.every_engine
def test_all_that_a_user_has_is_seen(desk: Desk, ada: Person) -> None:
    send_proofs(desk.app, ada)
    seen = desk.see(ada)
    assert (seen["uuid"], seen["username"], seen["status"], seen["roles"]) == (ada.uuid, "ada", "active", [])
    (contact,) = seen["contacts"]
    assert (contact["kind"], contact["value"], contact["counts"]) == ("mobile", ada.mobile, True)
    assert contact["verified_at"] is not None
    assert [each["kind"] for each in seen["pending"]] == ["email", "mobile"]
    assert [each["kind"] for each in seen["factors"]] == ["totp"]
    assert len(seen["passkeys"]) == 1
    assert [each["provider"] for each in seen["providers"]] == ["example"]
    assert seen["password"].keys() == {"is_set", "changed_at", "expired_at", "disabled_since"}
    assert seen["password"]["is_set"] is True
    assert seen["waits"] == []


def test_nothing_secret_is_among_what_is_seen(desk: Desk, ada: Person) -> None:
    send_proofs(desk.app, ada)
    text = json.dumps(desk.see(ada))
    for word in ("hash", "secret", "digest", "token", "argon2"):
        assert word not in text


@pytest.mark.every_engine
@pytest.mark.asvs("14.2.6")
def test_a_message_is_listed_with_its_outcome_and_a_masked_address(desk: Desk, ada: Person) -> None:
    add_email(desk, ada)
    desk.do("reset", ada, channel="sms")
    desk.do("reset", ada, channel="email")
    before = desk.messages(ada)
    assert [(each["name"], each["channel"], each["state"]) for each in before[:2]] == [
        ("reset", "email", "waiting"),
        ("reset", "sms", "waiting"),
    ]
    with desk.app.app_context():
        for kind in MESSAGES:
            deliver_due(kind)
    after = desk.messages(ada)
    assert {each["state"] for each in after} == {"sent"}
    assert all(each["sent_at"] >= each["created_at"] for each in after)
    assert [each["to"] for each in after[:2]] == ["a…@mail.example", f"{ada.mobile[:4]}…{ada.mobile[-2:]}"]
    text = json.dumps(after, ensure_ascii=False)
    assert "lovelace" not in text
    assert ada.mobile not in text
    assert after[0].keys() == {"name", "channel", "to", "state", "created_at", "sent_at", "error"}


def test_a_message_stays_listed_once_its_content_is_erased(make_app: Callable[..., Flask]) -> None:
    app = make_app()
    staff = Staff(app)
    ada, desk = staff.people.join("ada"), Desk(staff, staff.people.appoint(app, "root"))
    desk.do("reset", ada)
    with app.app_context():
        db.session.execute(update(Outbox).values(sealed=None, due_at=None, dead_at=Outbox.created_at, error="no route"))
        db.session.commit()
    (message,) = desk.messages(ada)
    assert (message["state"], message["error"]) == ("given_up", "no route")
    assert message["to"] == f"{ada.mobile[:4]}…{ada.mobile[-2:]}"


@pytest.mark.every_engine
def test_messages_come_in_pages_the_newest_first_and_those_of_others_do_not(desk: Desk, ada: Person) -> None:
    add_email(desk, ada)
    eve = desk.staff.people.join("eve")
    desk.do("reset", eve)
    for channel in ("email", "sms"):
        desk.do("reset", ada, channel=channel)
    path: str | None = f"/admin/users/{ada.uuid}/messages?limit=1"
    listed = []
    while path:
        answer = desk.get(path)
        (message,) = answer.json["data"]
        listed.append(message)
        link = answer.headers.get("Link")
        path = link[1 : link.index(">")] if link else None
    assert listed == desk.messages(ada)
    assert [each["channel"] for each in listed[:2]] == ["sms", "email"]
    assert len(desk.messages(eve)) == 1


@pytest.mark.every_engine
def test_a_wait_that_holds_is_seen(limited: Desk) -> None:
    desk, ada = limited, limited.staff.people.join("ada")
    assert Door(desk.app).guess(6) == [401] * 5 + [429]
    assert [each["of"] for each in desk.see(ada)["waits"]] == ["password"]


def test_only_who_may_sees_them(desk: Desk, ada: Person) -> None:
    client = desk.app.test_client()
    for path in (f"/admin/users/{ada.uuid}", f"/admin/users/{ada.uuid}/messages"):
        assert client.get(path, headers=ada.signed).status_code == 403
