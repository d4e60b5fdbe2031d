"""GET /user/<uuid>/export, POST /admin/users/<uuid>/export: all that is stored about one user, and no secret."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from gatepost.database import db
from gatepost.exports import export_user
from gatepost.exports.contents import ACCOUNT, PARTS
from gatepost.migrations.tables import TABLES
from tests.admin.desk import REASON, Desk
from tests.roles.staff import Staff
from tests.support.people import Person
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused, send_proofs

SECRET = ("digest", "hash", "sealed", "secret", "handle", "key", "ancestors", "challenge")
PUBLIC = {
    ("users", "username_key"),
    ("contacts", "key"),
    ("pending_contacts", "key"),
    ("contact_undos", "key"),
    ("passkeys", "public_key"),
    ("passkey_users", "handle"),
}
WITHOUT_PART = {
    "webhook_deliveries",
    "user_roles",
    "recovery_codes",
    "audit_events",
}  # in the account's roles, as a number, as events


def export(app: Flask, person: Person) -> dict[str, Any]:
    answer = app.test_client().get(f"/user/{person.uuid}/export", headers=person.signed)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Disposition"] == 'attachment; filename="account.json"'
    data: dict[str, Any] = answer.json["data"]
    return data


@pytest.mark.every_engine
def test_users_get_all_about_themselves_and_nothing_about_others(app: Flask, ada: Person, eve: Person) -> None:
    send_proofs(app, ada)
    data = export(app, ada)
    assert data["account"]["username"] == "ada"
    assert data["cut"] == []
    filled = {name for name, rows in data["parts"].items() if rows}
    assert {"contacts", "pending_contacts", "sessions", "personal_tokens", "factors", "passkeys", "events"} <= filled
    assert {"providers", "former_contacts", "codes_sent", "changes_to_undo", "log_ins_under_way"} <= filled
    assert data["parts"]["contacts"][0]["value"] == ada.mobile
    assert data["parts"]["events"][0]["event"] == "account.exported"
    assert eve.uuid not in json.dumps(data)
    assert eve.mobile not in json.dumps(data)


def test_no_secret_is_in_it(app: Flask, ada: Person) -> None:
    send_proofs(app, ada)
    said = json.dumps(export(app, ada))
    with app.app_context():
        for table in TABLES:
            for column in table.__table__.columns:
                if any(word in column.name for word in SECRET) and (table.__tablename__, column.name) not in PUBLIC:
                    for (value,) in db.session.execute(select(column)):
                        assert not value or len(str(value)) < 8 or str(value) not in said, column


def test_no_table_and_no_column_about_a_user_is_forgotten() -> None:
    """A new column is exported, or is named among those that are left out."""
    parts = {part.table: part for part in (ACCOUNT, *PARTS.values())}
    about = {each for each in TABLES if {"user_uuid", "invited_by"} & set(each.__table__.columns.keys())}
    assert {each.__tablename__ for each in about - parts.keys()} == WITHOUT_PART
    for part in parts.values():
        names = set(part.table.__table__.columns.keys())
        assert part.left_out <= names
        for name in {column.key for column in part.columns}:
            secret = any(word in name for word in SECRET)
            assert not secret or (part.table.__tablename__, name) in PUBLIC, (part.table, name)


@pytest.mark.every_engine
@pytest.mark.asvs("8.2.2")
def test_nobody_else_gets_it_by_this_way(app: Flask, ada: Person, eve: Person, admin: Person) -> None:
    for other in (eve, admin):
        assert_refused(app.test_client().get(f"/user/{ada.uuid}/export", headers=other.signed), (403, "forbidden"))


@pytest.mark.every_engine
def test_staff_export_what_the_user_would_get(staff: Staff, ada: Person, admin: Person) -> None:
    desk = Desk(staff, staff.with_permissions("exporter", "users:export", "users:read"))
    own = export(staff.app, ada)
    answer = desk.post(f"/admin/users/{ada.uuid}/export")
    assert answer.status_code == 200
    data = answer.json["data"]
    assert data["parts"].pop("events")[1:] == own["parts"].pop("events")
    assert (data["account"], data["parts"]) == (own["account"], own["parts"])
    assert desk.by.uuid not in answer.text
    lines = Desk(staff, admin).get("/admin/events", event="account.exported").json["data"]
    assert [(each["actor"], each["reason"]) for each in lines] == [(desk.by.uuid, REASON), (ada.uuid, None)]
    assert desk.do("export", admin) == (403, "forbidden")
    assert desk.do("export", desk.by) == (403, "forbidden")


def test_the_support_exports_nothing(desk: Desk, ada: Person) -> None:
    assert desk.do("export", ada) == (403, "insufficient_scope")


@pytest.mark.asvs("7.5.1")
def test_it_takes_a_recent_log_in(make_app: Callable[..., Flask], time: SetClock) -> None:
    people = Staff(make_app(reauthentication=True)).people
    ada = people.join("ada")
    time.pass_(minutes=10)
    answer = people.client.get(f"/user/{ada.uuid}/export", headers=ada.signed)
    assert_refused(answer, (401, "insufficient_user_authentication"))


def test_a_crowded_part_is_cut_to_its_newest_rows(
    app: Flask, staff: Staff, ada: Person, monkeypatch: pytest.MonkeyPatch, time: SetClock
) -> None:
    monkeypatch.setattr(export_user, "MOST", 2)
    sessions = [ada.session_id]
    for _ in range(2):
        time.pass_(seconds=1)
        sessions.append(staff.people.log_in(ada).session_id)
    data = export(app, ada)
    assert data["cut"] == ["events", "sessions"]
    assert [each["id"] for each in data["parts"]["sessions"]] == sessions[:0:-1]
    assert len(data["parts"]["events"]) == 2
