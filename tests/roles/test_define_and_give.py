"""Roles are defined, given, taken and deleted by those who may, and give no more than these have themselves."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from gatepost.database import db
from gatepost.permissions import BUILT_IN, PERMISSIONS
from gatepost.users.roles import Role, UserRole
from tests.roles.staff import Staff
from tests.serving.wire import at_once
from tests.support.people import People, Person
from tests.support.time import SetClock

NOBODY = "00000000-0000-4000-8000-000000000000"
AUDITOR = {"description": "reads the record", "permissions": ["audit:read"]}


def ask(staff: Staff, method: str, path: str, caller: Person, body: Any = None) -> tuple[int, Any]:
    answer = staff.people.client.open(path, method=method, json=body, headers=caller.signed)
    return answer.status_code, answer.json.get("code") or answer.json.get("data")


def truth(app: Flask, person: Person) -> list[str]:
    """The roles of a user by their rows, not by the copy."""
    with app.app_context():
        held = select(UserRole.role).where(UserRole.user_uuid == person.uuid).order_by(UserRole.role)
        return list(db.session.execute(held).scalars())


@pytest.mark.every_engine
def test_a_role_is_defined_given_used_changed_taken_and_deleted(staff: Staff, admin: Person, ada: Person) -> None:
    path, of_ada = "/admin/roles/auditor", f"/admin/users/{ada.uuid}/roles"
    defined = {"name": "auditor", "built_in": False, **AUDITOR}
    assert ask(staff, "GET", "/admin/events", ada) == (403, "insufficient_scope")
    assert ask(staff, "PUT", path, admin, AUDITOR) == (200, defined)
    assert ask(staff, "PUT", of_ada, admin, {"roles": ["auditor"]}) == (200, {"roles": ["auditor"]})
    assert ask(staff, "GET", of_ada, admin) == (200, {"roles": ["auditor"]})
    assert (staff.held(ada), truth(staff.app, ada)) == ("auditor", ["auditor"])
    assert ask(staff, "GET", "/admin/events", ada)[0] == 200
    changed = AUDITOR | {"permissions": ["users:invite"]}
    assert ask(staff, "PUT", path, admin, changed) == (200, defined | changed)
    assert ask(staff, "GET", "/admin/events", ada) == (403, "insufficient_scope")
    assert ask(staff, "GET", "/admin/invitations", ada)[0] == 200
    assert ask(staff, "DELETE", path, admin) == (409, "role_held")
    assert ask(staff, "PUT", of_ada, admin, {"roles": []}) == (200, {"roles": []})
    assert ask(staff, "GET", "/admin/invitations", ada) == (403, "insufficient_scope")
    assert ask(staff, "DELETE", path, admin)[0] == 200
    assert ask(staff, "DELETE", path, admin) == (404, "role_not_found")
    assert (staff.held(ada), truth(staff.app, ada)) == ("", [])


def test_the_list_has_the_built_in_roles_and_the_own_ones(staff: Staff, admin: Person) -> None:
    staff.define("zebra", [])
    staff.define("auditor", ["audit:read", "users:read"])
    status, listed = ask(staff, "GET", "/admin/roles", admin)
    assert status == 200
    assert [each["name"] for each in listed] == ["administrator", "support", "user", "auditor", "zebra"]
    assert [each["built_in"] for each in listed] == [True, True, True, False, False]
    assert [each["permissions"] for each in listed[2:]] == [[], ["users:read", "audit:read"], []]
    assert listed[0]["permissions"] == list(PERMISSIONS)


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_built_in_role_can_neither_be_changed_nor_deleted(staff: Staff, admin: Person, name: str) -> None:
    assert ask(staff, "PUT", f"/admin/roles/{name}", admin, AUDITOR) == (409, "built_in_role")
    assert ask(staff, "DELETE", f"/admin/roles/{name}", admin) == (409, "built_in_role")
    with staff.app.app_context():
        assert set(db.session.execute(select(Role.name)).scalars()) == set(BUILT_IN)


@pytest.mark.asvs("8.2.1")
@pytest.mark.every_engine
def test_nobody_gives_or_takes_a_permission_that_they_lack(staff: Staff, ada: Person) -> None:
    boss = staff.with_permissions("boss", "roles:write", "audit:read")
    staff.define("strong", ["users:write"])
    staff.define("mixed", ["users:write", "audit:read"])
    of_ada = f"/admin/users/{ada.uuid}/roles"
    lacks = (403, "lacks_permission")
    for roles in (["strong"], ["mixed"], ["support"], ["administrator"]):
        for path in (of_ada, f"/admin/users/{boss.uuid}/roles"):
            assert ask(staff, "PUT", path, boss, {"roles": roles}) == lacks
    assert ask(staff, "PUT", "/admin/roles/of-boss", boss, AUDITOR | {"permissions": list(PERMISSIONS)}) == lacks
    assert ask(staff, "PUT", "/admin/roles/new", boss, AUDITOR | {"permissions": ["users:write"]}) == lacks
    for permissions in (["audit:read"], []):  # taking is as much as giving
        assert ask(staff, "PUT", "/admin/roles/strong", boss, AUDITOR | {"permissions": permissions}) == lacks
    assert ask(staff, "DELETE", "/admin/roles/mixed", boss) == lacks
    assert (staff.held(ada), staff.held(boss)) == ("", "of-boss")
    assert ask(staff, "PUT", "/admin/roles/auditor", boss, AUDITOR)[0] == 200
    assert ask(staff, "PUT", of_ada, boss, {"roles": ["auditor"]}) == (200, {"roles": ["auditor"]})


def test_what_is_no_administrator_does_not_make_one_with_all_permissions(staff: Staff, ada: Person) -> None:
    boss = staff.with_permissions("boss", *PERMISSIONS)
    answer = ask(staff, "PUT", f"/admin/users/{ada.uuid}/roles", boss, {"roles": ["administrator"]})
    assert answer == (403, "lacks_permission")


@pytest.mark.asvs("16.3.2")
def test_each_deed_and_each_refusal_is_on_record_with_who_did_it(staff: Staff, admin: Person, ada: Person) -> None:
    boss, of_ada = staff.with_permissions("boss", "roles:write"), f"/admin/users/{ada.uuid}/roles"
    ask(staff, "PUT", "/admin/roles/label", boss, {"description": "a label", "permissions": []})
    ask(staff, "PUT", of_ada, boss, {"roles": ["label"]})
    ask(staff, "PUT", of_ada, boss, {"roles": ["support"]})
    ask(staff, "PUT", of_ada, boss, {"roles": []})
    ask(staff, "DELETE", "/admin/roles/label", boss)
    lines = staff.people.client.get("/admin/events", headers=admin.signed).json["data"]
    seen = [(line["event"], line["user"]) for line in reversed(lines) if line["actor"] == boss.uuid]
    assert seen == [
        ("role.defined", None),
        ("roles.changed", ada.uuid),
        ("access.refused", boss.uuid),
        ("roles.changed", ada.uuid),
        ("role.deleted", None),
    ]
    own = staff.people.client.get(f"/user/{ada.uuid}/events", headers=ada.signed).json["data"]
    assert [line["by"] for line in own if line["event"] == "roles.changed"] == ["administrator"] * 2


@pytest.mark.every_engine
def test_a_role_that_there_is_not_is_not_given(staff: Staff, admin: Person, ada: Person) -> None:
    staff.give(ada, "support")
    path = f"/admin/users/{ada.uuid}/roles"
    unknown = {"roles": ["administrator", "nothing-of-this-name"]}
    assert ask(staff, "PUT", path, admin, unknown) == (404, "role_not_found")
    assert (staff.held(ada), truth(staff.app, ada)) == ("support", ["support"])


def test_the_role_of_everybody_may_be_named_and_changes_nothing(staff: Staff, admin: Person, ada: Person) -> None:
    path = f"/admin/users/{ada.uuid}/roles"
    assert ask(staff, "PUT", path, admin, {"roles": ["user", "support"]}) == (200, {"roles": ["support"]})
    assert truth(staff.app, ada) == ["support"]


def test_the_roles_of_nobody_are_not_found(staff: Staff, admin: Person) -> None:
    path = f"/admin/users/{NOBODY}/roles"
    assert ask(staff, "GET", path, admin) == (404, "user_not_found")
    assert ask(staff, "PUT", path, admin, {"roles": ["support"]}) == (404, "user_not_found")


def test_roles_are_kept_once_each_the_administrator_first(staff: Staff, admin: Person) -> None:
    staff.define("a", [])
    path = f"/admin/users/{admin.uuid}/roles"
    given = ask(staff, "PUT", path, admin, {"roles": ["support", "a", "administrator", "a"]})
    assert given == (200, {"roles": ["administrator", "a", "support"]})
    assert staff.held(admin) == "administrator a support"


@pytest.mark.asvs("7.5.3")
def test_roles_change_after_a_recent_log_in_only(make_app: Callable[..., Flask], time: SetClock) -> None:
    staff = Staff(make_app(reauthentication=True))
    admin, ada = staff.people.appoint(staff.app, "root"), staff.people.join("ada")
    time.pass_(minutes=14)
    asked = [
        ("PUT", f"/admin/users/{ada.uuid}/roles", {"roles": ["support"]}),
        ("PUT", "/admin/roles/auditor", AUDITOR),
        ("DELETE", "/admin/roles/auditor", None),
    ]
    for method, path, body in asked:
        assert ask(staff, method, path, admin, body) == (401, "insufficient_user_authentication")
    assert ask(staff, "GET", "/admin/roles", admin)[0] == 200


@pytest.mark.every_engine
def test_of_many_definitions_at_once_one_holds_and_none_fails(app: Flask, staff: Staff, admin: Person) -> None:
    def define(permission: str) -> int:
        body = {"description": permission, "permissions": [permission]}
        return app.test_client().put("/admin/roles/auditor", json=body, headers=admin.signed).status_code

    chosen = list(PERMISSIONS)[:4]
    assert at_once([lambda each=each: define(each) for each in chosen]) == [200] * 4
    [role] = ask(staff, "GET", "/admin/roles", admin)[1][3:]
    assert role["permissions"] == [role["description"]]


@pytest.mark.every_engine
def test_a_role_that_is_given_and_deleted_at_once_is_held_or_gone(app: Flask, admin: Person, ada: Person) -> None:
    staff = Staff(app)
    path = f"/admin/users/{ada.uuid}/roles"
    for _ in range(5):
        staff.define("fleeting", [])
        given, deleted = at_once(
            [
                lambda: app.test_client().put(path, json={"roles": ["fleeting"]}, headers=admin.signed).status_code,
                lambda: app.test_client().delete("/admin/roles/fleeting", headers=admin.signed).status_code,
            ]
        )
        assert (given, deleted) in ((200, 409), (404, 200))
        assert truth(app, ada) == staff.held(ada).split() == (["fleeting"] if given == 200 else [])
        staff.give(ada)


@pytest.mark.every_engine
def test_a_deleted_user_holds_no_role(app: Flask, admin: Person, people: People) -> None:
    ada = Staff(app).give(people.join("ada"), "support")
    assert app.test_client().delete(f"/user/{ada.uuid}", headers=admin.signed).status_code == 200
    assert truth(app, ada) == []
