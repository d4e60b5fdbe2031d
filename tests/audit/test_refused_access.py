"""A user who is refused another's record, or what is for administrators, leaves a line on record."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from gatepost.audit.models import AuditEvent
from gatepost.database import db
from tests.support.people import People
from tests.support.time import SetClock
from tests.web.endpoints import BODIES, ENDPOINTS, path_of

pytestmark = pytest.mark.asvs("16.3.2")

NOBODY = "00000000-0000-4000-8000-000000000000"
OF_A_USER = [
    name
    for name, endpoint in ENDPOINTS.items()
    if "<uuid:uuid>" in endpoint.path and endpoint.access.permission is None
]
BY_PERMISSION = [name for name, endpoint in ENDPOINTS.items() if endpoint.access.permission]


def refusals(app: Flask) -> list[tuple[str, str]]:
    """Whom each refusal on record is about, and who was refused."""
    with app.app_context():
        lines = select(AuditEvent.user_uuid, AuditEvent.actor_uuid).where(AuditEvent.event == "access.refused")
        return [(str(user), str(actor)) for user, actor in db.session.execute(lines.order_by(AuditEvent.id))]


@pytest.mark.every_engine
@pytest.mark.parametrize("directory", ["everyone", "self"])
def test_each_request_for_the_record_of_another_that_is_refused_is_on_record_once(
    make_app: Callable[..., Flask], directory: str, subtests: pytest.Subtests
) -> None:
    app = make_app(user_directory=directory)
    people = People(app.test_client())
    ada, eve = people.join("ada"), people.join("eve")
    for name in OF_A_USER:
        with subtests.test(name):
            before, endpoint = refusals(app), ENDPOINTS[name]
            path = path_of(endpoint, ada)
            answer = people.client.open(path, method=endpoint.method, json=BODIES.get(name), headers=eve.signed)
            if name == "accounts.get_user.get" and directory == "everyone":
                assert (answer.status_code, refusals(app)) == (200, before)
            else:
                assert answer.status_code == (403 if directory == "everyone" else 404)
                assert refusals(app) == [*before, (ada.uuid, eve.uuid)]


def test_a_user_who_asks_for_what_takes_a_permission_is_on_record(
    app: Flask, people: People, subtests: pytest.Subtests
) -> None:
    ada = people.join("ada")
    for name in BY_PERMISSION:
        with subtests.test(name):
            before, endpoint = refusals(app), ENDPOINTS[name]
            answer = people.client.open(path_of(endpoint, ada), method=endpoint.method, headers=ada.signed)
            assert (answer.status_code, refusals(app)) == (403, [*before, (ada.uuid, ada.uuid)])


def test_nobody_is_on_record_for_their_own_record_or_as_an_administrator(app: Flask, people: People) -> None:
    ada, root = people.join("ada"), people.appoint(app, "root")
    for person in (ada, root):
        assert people.client.get(f"/user/{ada.uuid}/events", headers=person.signed).status_code == 200
    assert people.client.get("/admin/events", headers=root.signed).status_code == 200
    assert refusals(app) == []


def test_a_user_who_exists_and_one_who_does_not_leave_the_same_line(make_app: Callable[..., Flask]) -> None:
    app = make_app(user_directory="self")
    people = People(app.test_client())
    ada, eve = people.join("ada"), people.join("eve")
    answers: list[Any] = []
    for uuid in (ada.uuid, NOBODY):
        answers.append(people.client.get(f"/user/{uuid}", headers=eve.signed))
    assert answers[0].json == answers[1].json
    assert refusals(app) == [(ada.uuid, eve.uuid), (NOBODY, eve.uuid)]


def test_its_line_has_the_request_and_is_not_shown_to_whom_it_is_about(app: Flask, people: People) -> None:
    ada, eve, root = people.join("ada"), people.join("eve"), people.appoint(app, "root")
    sent = {**eve.signed, "X-Request-ID": "the-one-of-eve"}
    assert people.client.get(f"/user/{ada.uuid}/events", headers=sent).status_code == 403
    own = people.client.get(f"/user/{ada.uuid}/events", headers=ada.signed)
    assert "access.refused" not in {line["event"] for line in own.json["data"]}
    found = people.client.get("/admin/events?event=access.refused", headers=root.signed)
    assert [line["request_id"] for line in found.json["data"]] == ["the-one-of-eve"]


def test_one_user_leaves_sixty_lines_an_hour_at_most(app: Flask, people: People, time: SetClock) -> None:
    ada, eve, mallory = people.join("ada"), people.join("eve"), people.join("mallory")

    def ask(times: int) -> int:
        for _ in range(times):
            assert people.client.get(f"/user/{ada.uuid}/sessions", headers=eve.signed).status_code == 403
        return len(refusals(app))

    assert ask(70) == 60
    assert people.client.get(f"/user/{ada.uuid}/sessions", headers=mallory.signed).status_code == 403
    assert len(refusals(app)) == 61
    time.pass_(minutes=61)
    eve = people.log_in(eve)
    assert ask(2) == 63
