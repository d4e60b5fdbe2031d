"""Staff who act as a user change nothing of the account, by no endpoint."""

from collections.abc import Callable

import pytest
from flask import Flask

from gatepost.audit.models import AuditEvent
from tests.admin.desk import Desk
from tests.impersonation.acting import act_as
from tests.roles.staff import Staff
from tests.support.people import Person, bearer
from tests.web.endpoints import BODIES, ENDPOINTS, contents, path_of, send_proofs

LOG_OUT = ("sessions.logout.get", "sessions.logout.post")
READ = [
    name
    for name, each in ENDPOINTS.items()
    if each.method == "GET" and each.access.token == "access" and not each.access.recent and name not in LOG_OUT
]
CHANGES = [
    name
    for name, each in ENDPOINTS.items()
    if each.access.token == "access" and name not in READ and name not in LOG_OUT
]


@pytest.fixture
def acting(make_app: Callable[..., Flask]) -> tuple[Flask, Person]:
    """A member of the support as whom an administrator acts, and all that is in the bodies of endpoints."""
    staff = Staff(make_app(reauthentication=False))
    sue = staff.give(staff.people.join("sue"), "support")
    person = act_as(Desk(staff, staff.people.appoint(staff.app, "root")), sue)
    send_proofs(staff.app, person)
    return staff.app, person


@pytest.mark.asvs("7.5.1", "8.2.1")
def test_every_change_is_refused(acting: tuple[Flask, Person]) -> None:
    app, person = acting
    before = contents(app)
    for name in CHANGES:
        endpoint = ENDPOINTS[name]
        answer = app.test_client().open(
            path_of(endpoint, person), method=endpoint.method, json=BODIES.get(name), headers=person.signed
        )
        assert (answer.status_code, answer.json["code"]) == (403, "acts_for_another"), name
    assert contents(app) == before


def test_there_are_changes_and_reads() -> None:
    assert len(CHANGES) > 40
    assert len(READ) > 12


def test_reading_is_allowed_and_changes_nothing(acting: tuple[Flask, Person]) -> None:
    app, person = acting
    before = contents(app)
    for name in READ:
        answer = app.test_client().get(path_of(ENDPOINTS[name], person), headers=person.signed)
        assert answer.status_code in (200, 403), name
        assert answer.status_code == 200 or answer.json["code"] == "insufficient_scope", name
    after = contents(app)
    before.pop(AuditEvent.__tablename__)
    after.pop(AuditEvent.__tablename__)
    assert after == before


def test_no_refresh_comes_of_it(acting: tuple[Flask, Person]) -> None:
    app, person = acting
    for method in ("GET", "POST"):
        answer = app.test_client().open("/user/refresh-token/", method=method, headers=bearer(person.access_token))
        assert (answer.status_code, answer.json["code"]) == (401, "invalid_token")
