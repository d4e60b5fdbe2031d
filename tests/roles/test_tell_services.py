"""Other services learn roles and permissions from tokens, introspection and forward-auth."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.permissions import BUILT_IN
from tests.oauth.ask import introspect
from tests.roles.staff import Staff
from tests.support.people import Person, bearer
from tests.tokens.forge import opened

ALL = " ".join(sorted(BUILT_IN["administrator"]))


def claims(token: str) -> dict[str, Any]:
    found: dict[str, Any] = opened(token)[1]
    return found


def about_roles(told: dict[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in ("role", "roles", "scope") if name in told}


def test_the_token_of_a_plain_user_says_nothing_of_roles(ada: Person) -> None:
    assert about_roles(claims(ada.access_token)) == {}


def test_the_token_of_an_administrator_has_the_role_and_all_permissions(admin: Person) -> None:
    assert about_roles(claims(admin.access_token)) == {"roles": ["administrator"], "scope": ALL}


@pytest.mark.every_engine
def test_every_way_to_a_token_tells_the_roles_of_its_moment(client: FlaskClient, staff: Staff, ada: Person) -> None:
    staff.define("auditor", ["users:read", "audit:read"])
    staff.define("label", [])
    staff.give(ada, "label", "auditor")
    expected = {"roles": ["auditor", "label"], "scope": "audit:read users:read"}
    again = client.post("/user/reauthenticate", json={"password": ada.password}, headers=ada.signed)
    got = client.get("/user/refresh-token/", headers=ada.refreshing)
    rotated = client.post("/user/refresh-token/", headers=ada.refreshing)
    tokens = [answer.json["access_token"] for answer in (again, got, rotated)]
    tokens.append(staff.people.log_in(ada).access_token)
    assert [about_roles(claims(token)) for token in tokens] == [expected] * 4
    staff.define("auditor", ["audit:read"])
    assert claims(staff.people.log_in(ada).access_token)["scope"] == "audit:read"
    staff.give(ada)
    assert about_roles(claims(staff.people.log_in(ada).access_token)) == {}


def test_a_role_without_permissions_is_told_and_no_scope(staff: Staff, ada: Person) -> None:
    staff.define("label", [])
    told = claims(staff.people.log_in(staff.give(ada, "label")).access_token)
    assert about_roles(told) == {"roles": ["label"]}


def test_introspection_tells_what_holds_now_not_what_the_token_says(
    client: FlaskClient, staff: Staff, ada: Person, admin: Person
) -> None:
    def told() -> dict[str, Any]:
        return about_roles(introspect(client, ada.access_token))

    assert told() == {"role": "user", "roles": []}
    staff.define("auditor", ["audit:read"])
    staff.give(ada, "auditor")
    assert told() == {"role": "user", "roles": ["auditor"], "scope": "audit:read"}
    staff.define("auditor", ["users:read"])
    assert told() == {"role": "user", "roles": ["auditor"], "scope": "users:read"}
    staff.give(ada, "auditor", "administrator")
    assert told() == {"role": "admin", "roles": ["administrator", "auditor"], "scope": ALL}


def test_a_proxy_is_told_the_names_of_the_roles(client: FlaskClient, staff: Staff, ada: Person) -> None:
    staff.define("auditor", ["audit:read"])
    for roles in ([], ["support"], ["administrator", "auditor"]):
        staff.give(ada, *roles)
        told = client.get("/forward-auth", headers=ada.signed).headers
        assert told["X-Auth-Roles"] == " ".join(roles)
        assert told["X-Auth-Role"] == ("admin" if "administrator" in roles else "user")


def test_a_role_in_a_token_that_was_taken_since_opens_nothing(
    client: FlaskClient, staff: Staff, ada: Person, app: Flask
) -> None:
    token = staff.people.log_in(staff.give(ada, "support")).access_token
    assert client.get("/admin/events", headers=bearer(token)).status_code == 200
    staff.give(ada)
    assert claims(token)["roles"] == ["support"]
    assert client.get("/admin/events", headers=bearer(token)).status_code == 403
