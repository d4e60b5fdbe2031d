"""Each deed of the support is on record with who did it and why; the words are sealed."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from gatepost.audit.details import _CONTEXT, Details, _key, open_details
from gatepost.audit.models import AuditEvent
from gatepost.crypto import digest, seal
from gatepost.database import db
from tests.admin.desk import REASON, Desk, log_in
from tests.roles.staff import Staff
from tests.support.authenticator import enrol
from tests.support.people import Person
from tests.support.time import SetClock

EVENTS = {
    "suspend": "account.suspended",
    "unsuspend": "account.unsuspended",
    "lift-waits": "waits.lifted",
    "reset": "password.reset_begun",
    "activate": "account.activated",
    "replace-address": "address.change_begun",
    "end-sessions": "sessions.ended",
    "remove-factor": "factors.removed",
    "impersonate": "account.impersonated",
    "export": "account.exported",
}
MORE = {"replace-address": {"email": "ada@example.net"}, "remove-factor": {"factor": "all"}}


def prepare(desk: Desk, deed: str) -> Person:
    """ada, such that the *deed* changes something."""
    if deed == "activate":
        return desk.staff.people.register("ada")
    ada = desk.staff.people.join("ada")
    if deed == "unsuspend":
        desk.do("suspend", ada)
    if deed == "remove-factor":
        enrol(desk.app.test_client(), ada)
    return ada


def line_of(desk: Desk, admin: Person, event: str) -> dict[str, Any]:
    answer = desk.app.test_client().get(f"/admin/events?event={event}", headers=admin.signed)
    (line,) = answer.json["data"]
    assert isinstance(line, dict)
    return line


@pytest.mark.every_engine
@pytest.mark.asvs("16.2.1")
@pytest.mark.asvs("16.3.3")
@pytest.mark.parametrize("deed", EVENTS)
def test_the_record_says_who_did_it_and_why(staff: Staff, admin: Person, deed: str) -> None:
    desk = Desk(staff, admin)
    ada = prepare(desk, deed)
    assert desk.do(deed, ada, **MORE.get(deed, {}))[0] in (200, 201, 202)
    line = line_of(desk, admin, EVENTS[deed])
    assert (line["user"], line["actor"], line["reason"]) == (ada.uuid, desk.by.uuid, REASON)
    assert line["address"] == "127.0.0.1"
    with desk.app.app_context():
        stored = db.session.scalars(select(AuditEvent.details).where(AuditEvent.event == EVENTS[deed])).one()
        assert stored
        assert REASON not in stored


@pytest.mark.parametrize("deed", [*EVENTS, "delete"])
@pytest.mark.parametrize("reason", ["", " ", "x" * 201, "a\nb", "a\0", None, 1, []])
def test_no_deed_is_done_without_a_reason(staff: Staff, admin: Person, deed: str, reason: Any) -> None:
    desk, ada = Desk(staff, admin), staff.people.settle("ada")
    assert desk.do(deed, ada, reason=reason) == (422, "invalid_input")
    if deed == "delete":
        assert log_in(desk, ada) == (200, "")
        return
    path = f"/admin/users/{ada.uuid}/{deed}"
    assert desk.app.test_client().post(path, json={}, headers=desk.by.signed).status_code == 422
    answer = desk.app.test_client().get(f"/admin/events?event={EVENTS[deed]}", headers=admin.signed)
    assert [line for line in answer.json["data"] if line["actor"]] == []


def test_a_reason_may_have_two_hundred_characters_of_any_script(desk: Desk, ada: Person, admin: Person) -> None:
    reason = "রহিম called – ok" + "।" * 184
    assert desk.do("lift-waits", ada, reason=reason) == (200, "")
    assert line_of(desk, admin, "waits.lifted")["reason"] == reason


def test_users_do_not_see_the_reason_nor_who_it_was(desk: Desk, ada: Person) -> None:
    desk.do("lift-waits", ada)
    answer = desk.app.test_client().get(f"/user/{ada.uuid}/events", headers=ada.signed)
    (line,) = [each for each in answer.json["data"] if each["event"] == "waits.lifted"]
    assert line["by"] == "administrator"
    assert REASON not in answer.text
    assert desk.by.uuid not in answer.text


def test_the_reason_is_erased_with_the_account(desk: Desk, ada: Person, admin: Person) -> None:
    desk.do("lift-waits", ada)
    assert desk.app.test_client().delete(f"/user/{ada.uuid}", headers=admin.signed).status_code == 200
    assert line_of(desk, admin, "waits.lifted")["reason"] is None


def test_lines_from_before_there_were_reasons_are_read(app: Flask) -> None:
    with app.app_context():
        sealed = seal('["192.0.2.1","curl","abc"]', key=_key(), context=_CONTEXT)
        assert open_details(sealed, digested=digest(sealed)) == Details("192.0.2.1", "curl", "abc", "")


@pytest.mark.asvs("7.5.3")
def test_deeds_ask_for_a_recent_log_in(make_app: Callable[..., Flask], time: SetClock) -> None:
    staff = Staff(make_app(reauthentication=True))
    ada, desk = staff.people.join("ada"), Desk(staff, staff.people.appoint(staff.app, "root"))
    time.pass_(minutes=10)
    for deed in EVENTS:
        assert desk.do(deed, ada) == (401, "insufficient_user_authentication")


@pytest.mark.every_engine
def test_the_reason_of_a_deletion_stays(staff: Staff, ada: Person, admin: Person) -> None:
    desk = Desk(staff, admin)
    assert desk.do("delete", ada) == (200, "")
    line = line_of(desk, admin, "account.deleted")
    assert (line["user"], line["actor"], line["reason"]) == (ada.uuid, admin.uuid, REASON)
    assert desk.get("/user", q="ada").json["data"] == []
    assert desk.do("delete", ada) == (404, "user_not_found")


@pytest.mark.every_engine
def test_roles_are_given_for_a_reason_that_may_be_left_out(staff: Staff, ada: Person, admin: Person) -> None:
    client, path = staff.people.client, f"/admin/users/{ada.uuid}/roles"
    for roles, more in ((["support"], {"reason": REASON}), ([], {})):
        assert client.put(path, json={"roles": roles, **more}, headers=admin.signed).status_code == 200
    lines = client.get("/admin/events?event=roles.changed", headers=admin.signed).json["data"]
    assert [each["reason"] for each in lines if each["actor"]] == [None, REASON]
