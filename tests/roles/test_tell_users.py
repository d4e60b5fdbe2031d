"""Users are told of changed roles, and the record says which."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.roles.staff import Staff
from tests.support.letters import Letters
from tests.support.people import Person


@pytest.mark.every_engine
def test_the_user_gets_a_notice_at_every_address_with_the_roles_of_now(
    client: FlaskClient, staff: Staff, ada: Person, letters: Letters
) -> None:
    assert client.patch(f"/user/{ada.uuid}", json={"email": "ada@example.org"}, headers=ada.signed).status_code == 200
    staff.define("auditor", ["audit:read"])
    letters.new()
    staff.give(ada, "support", "auditor")
    sent = letters.new()
    assert {(each.name, each.to) for each in sent} == {
        ("roles_changed", "ada@example.org"),
        ("roles_changed", ada.mobile),
    }
    assert {each.values["roles"] for each in sent} == {"auditor, support"}
    staff.give(ada, "support", "auditor")
    assert letters.new() == []
    staff.give(ada)
    assert {each.values["roles"] for each in letters.new()} == {"-"}


@pytest.mark.asvs("16.2.1")
def test_the_record_says_which_roles_it_was(app: Flask, admin: Person, ada: Person) -> None:
    client = app.test_client()
    client.put("/admin/roles/auditor", json={"description": "a", "permissions": ["audit:read"]}, headers=admin.signed)
    for roles in (["auditor", "support"], ["support"], []):
        answer = client.put(f"/admin/users/{ada.uuid}/roles", json={"roles": roles}, headers=admin.signed)
        assert answer.status_code == 200
    client.delete("/admin/roles/auditor", headers=admin.signed)
    lines = client.get("/admin/events?limit=5", headers=admin.signed).json["data"]
    assert [(line["event"], line["about"]) for line in lines] == [
        ("role.deleted", "auditor"),
        ("roles.changed", "-support"),
        ("roles.changed", "-auditor"),
        ("roles.changed", "+auditor +support"),
        ("role.defined", "auditor: audit:read"),
    ]
