"""What happens to accounts is on record: what, when, to whom and by whom, and nothing else."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from gatepost.accounts.deactivate import deactivate_user, reactivate_user
from gatepost.audit.models import AuditEvent
from gatepost.database import db
from tests.support.people import People, Person
from tests.support.time import SetClock

pytestmark = pytest.mark.every_engine

Line = tuple[str, str, str | None, datetime]


class Record:
    """The lines of the audit record since the last look."""

    def __init__(self, app: Flask) -> None:
        self.app, self._seen = app, 0
        self.new()

    def new(self) -> list[Line]:
        columns = (AuditEvent.id, AuditEvent.event, AuditEvent.user_uuid, AuditEvent.actor_uuid, AuditEvent.at)
        with self.app.app_context():
            lines = db.session.execute(select(*columns).where(AuditEvent.id > self._seen).order_by(AuditEvent.id)).all()
        self._seen = max((line.id for line in lines), default=self._seen)
        return [(event, user, actor, at) for _, event, user, actor, at in lines]


@pytest.fixture
def record(app: Flask, time: SetClock, ada: Person, admin: Person) -> Record:
    """The record, after ada and an administrator have joined."""
    time.pass_(hours=1)
    return Record(app)


@pytest.mark.asvs("16.2.1")
def test_joining_leaves_three_lines(record: Record, people: People, time: SetClock) -> None:
    eve = people.join("eve")
    events = ["account.registered", "account.activated", "login.succeeded"]
    assert record.new() == [(event, eve.uuid, None, time.now()) for event in events]


@pytest.mark.asvs("16.2.1")
def test_an_administrator_is_on_record(app: Flask, people: People, time: SetClock) -> None:
    record = Record(app)
    root = people.appoint(app, "root")
    events = ["administrator.created", "login.succeeded"]
    assert record.new() == [(event, root.uuid, None, time.now()) for event in events]


@pytest.mark.asvs("16.2.1")
def test_a_changed_password_is_on_record(record: Record, people: People, ada: Person, time: SetClock) -> None:
    ada = people.log_in(ada)
    record.new()
    body = {"old_password": "password", "new_password": "another password"}
    path = f"/user/change-password/{ada.uuid}"
    assert people.client.post(path, json=body, headers=ada.signed).status_code == 200
    assert record.new() == [("password.changed", ada.uuid, ada.uuid, time.now())]


@pytest.mark.asvs("16.2.1")
@pytest.mark.parametrize("by_admin", [False, True])
def test_a_changed_account_names_who_changed_it(
    record: Record, people: People, ada: Person, admin: Person, time: SetClock, by_admin: bool
) -> None:
    actor = people.log_in(admin if by_admin else ada)
    record.new()
    path = f"/user/{ada.uuid}"
    assert people.client.patch(path, json={"gender": "Female"}, headers=actor.signed).status_code == 200
    assert record.new() == [("account.updated", ada.uuid, actor.uuid, time.now())]
    assert people.client.patch(path, json={}, headers=actor.signed).status_code == 200
    assert record.new() == []


@pytest.mark.asvs("16.2.1")
@pytest.mark.parametrize(
    ("deed", "event"), [(deactivate_user, "account.deactivated"), (reactivate_user, "account.reactivated")]
)
def test_closing_and_opening_an_account_is_on_record(
    record: Record, ada: Person, time: SetClock, deed: Callable[[str], None], event: str
) -> None:
    with record.app.app_context():
        deed(ada.uuid)
    assert record.new() == [(event, ada.uuid, None, time.now())]


def test_what_changes_nothing_leaves_no_line(record: Record, people: People, ada: Person, admin: Person) -> None:
    admin = people.log_in(admin)
    record.new()
    client, taken = people.client, {"username": "ADA", "mobile": "01712345678", "password": "password"}
    answers = [
        client.post("/user", json=taken),
        client.patch(f"/user/{ada.uuid}", json={"username": "root"}, headers=admin.signed),
        client.post(
            f"/user/change-password/{admin.uuid}",
            json={"old_password": admin.password, "new_password": admin.password},
            headers=admin.signed,
        ),
        client.post("/user/activate-account/", json={"mobile": ada.mobile}),
    ]
    assert [answer.status_code for answer in answers] == [409, 409, 422, 200]
    assert record.new() == []


@pytest.mark.asvs("16.3.1")
def test_refused_proofs_are_on_record_of_known_and_unknown_alike(
    app: Flask, record: Record, people: People, ada: Person, time: SetClock
) -> None:
    def log_in(username: str, password: str) -> None:
        people.client.post("/user/login", json={"username": username, "password": password})

    ada = people.log_in(ada)
    log_in("ada", "wrong")
    log_in("nobody", "wrong")
    people.client.post("/user/login/code", json={"username": "ada", "code": "000000"})
    people.client.post("/user/login/code", json={"username": "nobody", "code": "000000"})
    body = {"old_password": "wrong", "new_password": "another password"}
    people.client.post(f"/user/change-password/{ada.uuid}", json=body, headers=ada.signed)
    waiting = people.register("waiting")
    for mobile in (waiting.mobile, "01799999999"):
        people.client.post("/user/activate-account/", json={"mobile": mobile, "code": "000000"})
    record.new()
    log_in("waiting", waiting.password)
    assert record.new() == [("login.not_active", waiting.uuid, None, time.now())]
    with app.app_context():
        lines = db.session.execute(
            select(AuditEvent.event, AuditEvent.user_uuid, AuditEvent.details.is_not(None))
            .where(AuditEvent.event.contains("refused") | AuditEvent.event.contains("failed"))
            .order_by(AuditEvent.id)
        ).all()
    assert lines == [
        ("login.failed", ada.uuid, True),
        ("unknown.login_failed", None, True),
        ("proof.refused", ada.uuid, True),
        ("unknown.proof_refused", None, True),
        ("password.change_refused", ada.uuid, True),
        ("proof.refused", waiting.uuid, True),
        ("unknown.proof_refused", None, True),
    ]
