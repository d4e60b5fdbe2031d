"""DELETE /user/:uuid: nothing of the person remains."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from gatepost.audit.models import AuditEvent
from gatepost.database import db
from tests.support.people import People, Person
from tests.web.endpoints import contents

pytestmark = pytest.mark.every_engine


def delete(client: FlaskClient, whom: Person, *, by: Person | None = None) -> None:
    answer = client.delete(f"/user/{whom.uuid}", headers=(by or whom).signed)
    assert (answer.status_code, answer.json) == (200, {"message": "User deleted.", "status": 200})


@pytest.fixture
def lovelace(people: People) -> Person:
    """Somebody whose every attribute can be told from all else."""
    person = people.join("Lovelace", mobile="0199-8877665")
    changes = {"email": "Countess@Example.org", "gender": "Female"}
    assert people.client.patch(f"/user/{person.uuid}", json=changes, headers=person.signed).status_code == 200
    return person


def test_a_deleted_user_is_not_found_and_not_listed(client: FlaskClient, lovelace: Person, admin: Person) -> None:
    delete(client, lovelace)
    path = f"/user/{lovelace.uuid}"
    answers = [
        client.get(path, headers=admin.signed),
        client.patch(path, json={"gender": None}, headers=admin.signed),
        client.delete(path, headers=admin.signed),
    ]
    assert [(answer.status_code, answer.json["code"]) for answer in answers] == [(404, "user_not_found")] * 3
    listed = client.get("/user", headers=admin.signed).json["data"]
    assert [user["username"] for user in listed] == ["root"]


@pytest.mark.asvs("7.4.2")
@pytest.mark.parametrize("by_admin", [False, True])
def test_every_token_of_a_deleted_user_stops_working(
    client: FlaskClient, people: People, lovelace: Person, admin: Person, by_admin: bool
) -> None:
    other_device = people.log_in(lovelace)
    delete(client, lovelace, by=admin if by_admin else None)
    for device in (lovelace, other_device):
        for method, path, headers in (
            ("GET", "/user", device.signed),
            ("GET", f"/user/{lovelace.uuid}", device.signed),
            ("GET", "/user/refresh-token/", device.refreshing),
            ("POST", "/user/refresh-token/", device.refreshing),
        ):
            answer = client.open(path, method=method, headers=headers)
            assert (answer.status_code, answer.json["code"]) == (401, "invalid_token")


def test_a_deleted_user_logs_in_no_more(client: FlaskClient, lovelace: Person) -> None:
    delete(client, lovelace)
    answer = client.post("/user/login", json={"username": "Lovelace", "password": "password"})
    assert (answer.status_code, answer.json["code"]) == (401, "invalid_credentials")


def test_name_number_and_address_are_free_again(client: FlaskClient, people: People, lovelace: Person) -> None:
    delete(client, lovelace)
    again = people.join("LOVELACE", mobile="01998877665")
    assert again.uuid != lovelace.uuid
    changes = {"email": "countess@example.org"}
    assert client.patch(f"/user/{again.uuid}", json=changes, headers=again.signed).status_code == 200


@pytest.mark.asvs("7.4.2")
def test_who_takes_a_deleted_name_does_not_revive_its_tokens(
    client: FlaskClient, people: People, lovelace: Person
) -> None:
    delete(client, lovelace)
    again = people.join("Lovelace", mobile=lovelace.mobile)
    assert client.get(f"/user/{again.uuid}", headers=lovelace.signed).status_code == 401
    assert client.get("/user/refresh-token/", headers=lovelace.refreshing).status_code == 401
    assert client.post("/user/refresh-token/", headers=lovelace.refreshing).status_code == 401
    assert client.get(f"/user/{again.uuid}", headers=again.signed).status_code == 200


@pytest.mark.asvs("14.2.7")
def test_no_row_of_any_table_holds_what_was_personal(app: Flask, people: People, lovelace: Person) -> None:
    agent = {"User-Agent": "Lovelace's own browser"}
    people.client.post("/user/login", json={"username": "Lovelace", "password": "password"}, headers=agent)
    words = ["lovelace", "countess", "99-88", "998877665", "argon2", "female"]
    stored = repr(contents(app)).casefold()
    assert [word for word in words if word in stored] == words
    delete(people.client, lovelace)
    stored = repr(contents(app)).casefold()
    assert [word for word in words if word in stored] == []


@pytest.mark.parametrize("by_admin", [False, True])
def test_an_audit_line_says_who_deleted_whom_and_no_more(
    app: Flask, people: People, lovelace: Person, admin: Person, by_admin: bool
) -> None:
    actor = admin if by_admin else lovelace
    delete(people.client, lovelace, by=actor)
    with app.app_context():
        lines = select(AuditEvent).where(AuditEvent.event == "account.deleted")
        (line,) = db.session.scalars(lines)
        assert (line.user_uuid, line.actor_uuid) == (lovelace.uuid, actor.uuid)
        in_the_chain = {"details", "details_digest", "sequence", "seal"}
        columns = {"id", "at", "event", "user_uuid", "actor_uuid", *in_the_chain}
        assert set(AuditEvent.__table__.columns.keys()) == columns


def test_a_deletion_touches_nobody_else(app: Flask, people: People, lovelace: Person, eve: Person) -> None:
    def of_eve() -> list[str]:
        return [row for rows in contents(app).values() for row in rows if eve.uuid in row]

    before = of_eve()
    delete(people.client, lovelace)
    assert of_eve() == before
    assert people.client.get(f"/user/{eve.uuid}", headers=eve.signed).status_code == 200
