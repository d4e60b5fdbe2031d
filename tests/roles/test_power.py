"""Nobody acts on a user who may do more than they do: otherwise they would take the account over."""

import pytest
from flask import Flask

from gatepost.permissions import PERMISSIONS
from tests.roles.staff import Staff
from tests.support.people import Person
from tests.web.endpoints import BODIES, ENDPOINTS, contents, path_of, send_proofs

DEEDS = [
    name
    for name, each in ENDPOINTS.items()
    if "<uuid:uuid>" in each.path and each.method != "GET" and (each.access.others or each.access.permission)
]
DONE = (200, 201, 202)
NEVER = "impersonation.impersonate.post"  # nobody acts as an administrator


def act(app: Flask, name: str, caller: Person, about: Person) -> tuple[int, str]:
    endpoint = ENDPOINTS[name]
    body = {"roles": []} if name == "roles.put_roles_of_user.put" else BODIES.get(name)
    answer = app.test_client().open(path_of(endpoint, about), method=endpoint.method, json=body, headers=caller.signed)
    return answer.status_code, (answer.json or {}).get("code", "")


def test_these_are_all_deeds_on_another_user() -> None:
    assert len(DEEDS) == 21


@pytest.mark.asvs("8.2.2")
@pytest.mark.parametrize("name", DEEDS)
def test_who_may_everything_but_is_no_administrator_acts_on_none(staff: Staff, admin: Person, name: str) -> None:
    caller = staff.with_permissions("caller", *PERMISSIONS)
    send_proofs(staff.app, admin)
    before = contents(staff.app)
    assert act(staff.app, name, caller, admin) == (403, "forbidden")
    assert contents(staff.app) == before
    staff.give(caller, "administrator")
    done = (403,) if name == NEVER else DONE
    assert act(staff.app, name, caller, admin)[0] in done


@pytest.mark.asvs("8.2.2")
@pytest.mark.parametrize("name", DEEDS)
def test_nobody_acts_on_who_has_a_permission_that_they_lack(staff: Staff, name: str) -> None:
    ada = staff.with_permissions("ada", "audit:read", "outbox:read")
    less = staff.with_permissions("less", *(each for each in PERMISSIONS if each != "outbox:read"))
    as_much = staff.with_permissions("equal", *PERMISSIONS)
    send_proofs(staff.app, ada)
    assert act(staff.app, name, less, ada) == (403, "forbidden")
    assert act(staff.app, name, as_much, ada)[0] in DONE


@pytest.mark.parametrize("path", ["", "/sessions", "/events"])
def test_support_may_look_at_an_administrator(staff: Staff, sue: Person, admin: Person, path: str) -> None:
    answer = staff.people.client.get(f"/user/{admin.uuid}{path}", headers=sue.signed)
    assert answer.status_code == 200


@pytest.mark.asvs("16.3.2")
def test_a_deed_of_an_administrator_by_url_is_refused_to_support_and_on_record(
    staff: Staff, sue: Person, admin: Person
) -> None:
    client = staff.people.client
    refused = [
        client.delete(f"/user/{admin.uuid}", headers=sue.signed),
        client.delete(f"/user/{admin.uuid}/factors", headers=sue.signed),
        client.put(f"/admin/users/{sue.uuid}/roles", json={"roles": ["administrator"]}, headers=sue.signed),
        client.put("/admin/roles/auditor", json={"description": "a label", "permissions": []}, headers=sue.signed),
    ]
    codes = [(answer.status_code, answer.json["code"]) for answer in refused]
    assert codes == [(403, "forbidden")] * 2 + [(403, "insufficient_scope")] * 2
    assert refused[2].headers["WWW-Authenticate"] == 'Bearer realm="gatepost", error="insufficient_scope"'
    lines = client.get("/admin/events?event=access.refused", headers=admin.signed).json["data"]
    assert [(line["user"], line["actor"]) for line in lines] == [(sue.uuid, sue.uuid)] * 2 + [
        (admin.uuid, sue.uuid)
    ] * 2
    assert staff.held(sue) == "support"
