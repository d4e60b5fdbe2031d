"""A personal token opens what its scope names, as long as its user may do it; and never what takes a session."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gatepost.database import db
from gatepost.http.access import ENROLLING, FACTOR, FORWARDED, RECENT, RECENT_ENROLLING, own_or, permits
from gatepost.permissions import ACCOUNT_SCOPES, PERMISSIONS
from tests.personal_tokens.tokens import token_of
from tests.roles.staff import Staff
from tests.support.people import People, Person, bearer
from tests.web.endpoints import BODIES, ENDPOINTS, add_webhook, contents, path_of, send_proofs

EVERYTHING = (*ACCOUNT_SCOPES, *PERMISSIONS)
OPEN = {
    "GET /user": ("account:read", "users:read"),
    "GET /user/<uuid:uuid>": ("account:read", "users:read"),
    "PATCH /user/<uuid:uuid>": ("account:write", "users:write"),
    "GET /user/sessions": ("account:read",),
    "GET /user/<uuid:uuid>/sessions": ("account:read", "sessions:read"),
    "GET /user/personal-tokens": ("account:read",),
    "GET /user/<uuid:uuid>/personal-tokens": ("account:read", "sessions:read"),
    "GET /user/factors": ("account:read",),
    "GET /user/passkeys": ("account:read",),
    "GET /user/providers": ("account:read",),
    "GET /user/<uuid:uuid>/events": ("account:read", "audit:read"),
    "GET /admin/events": ("audit:read",),
    "GET /admin/invitations": ("users:invite",),
    "GET /admin/users": ("users:read",),
    "GET /admin/users/<uuid:uuid>": ("users:read",),
    "GET /admin/users/<uuid:uuid>/messages": ("outbox:read",),
    "GET /admin/roles": ("roles:write",),
    "GET /admin/users/<uuid:uuid>/roles": ("roles:write",),
    "GET /admin/webhooks": ("webhooks:read",),
    "GET /admin/webhooks/<id:webhook_id>": ("webhooks:read",),
    "GET /admin/webhooks/<id:webhook_id>/deliveries": ("webhooks:read",),
    "GET /forward-auth": ("services",),
}
"""All that a personal token opens, and by which scopes. A new line here is a decision."""
TAKE_A_TOKEN = {f"{each.method} {each.path}": each for each in ENDPOINTS.values() if each.access.token == "access"}
CLOSED = sorted(TAKE_A_TOKEN.keys() - OPEN.keys())


def ask(client: FlaskClient, name: str, token: str, about: Person) -> TestResponse:
    endpoint = TAKE_A_TOKEN[name]
    body = {"gender": "Female"} if name.startswith("PATCH /user/<uuid") else BODIES.get(endpoint.name)
    return client.open(path_of(endpoint, about), method=endpoint.method, json=body, headers=bearer(token))


def told(answer: TestResponse) -> tuple[int, str | None]:
    return answer.status_code, (answer.json or {}).get("code")


def test_the_declarations_open_this_and_nothing_else() -> None:
    assert {name: each.access.scopes for name, each in TAKE_A_TOKEN.items() if each.access.scopes} == OPEN


@pytest.mark.asvs("8.2.1")
@pytest.mark.parametrize("settings", [{}, {"reauthentication": True}], ids=["reauthentication off", "on"])
@pytest.mark.parametrize("name", CLOSED)
def test_a_token_with_every_scope_does_not_open(
    make_app: Callable[..., Flask], name: str, settings: dict[str, Any]
) -> None:
    app = make_app(**settings)
    staff = Staff(app)
    root = staff.people.appoint(app, "root")
    send_proofs(app, root)
    token = token_of(app.test_client(), staff.people.log_in(root), *EVERYTHING)
    ask(app.test_client(), "GET /user", token, root)  # that it was used is noted
    before = contents(app)
    answer = ask(app.test_client(), name, token, root)
    assert told(answer) == (403, "session_required")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="gatepost", error="insufficient_scope"'
    assert contents(app) == before


@pytest.mark.asvs("8.2.1")
@pytest.mark.parametrize("name", OPEN)
def test_each_scope_that_is_named_opens_it_and_no_other_does(app: Flask, admin: Person, name: str) -> None:
    client = app.test_client()
    with app.app_context():
        add_webhook()
        db.session.commit()
    for scope in OPEN[name]:
        assert ask(client, name, token_of(client, admin, scope), admin).status_code == 200
    others = token_of(client, admin, *(each for each in EVERYTHING if each not in OPEN[name]))
    answer = ask(client, name, others, admin)
    assert told(answer) == (403, "insufficient_scope")
    challenge = f'Bearer realm="gatepost", error="insufficient_scope", scope="{OPEN[name][0]}"'
    assert answer.headers["WWW-Authenticate"] == challenge


@pytest.mark.parametrize("rule", [RECENT, FACTOR, RECENT_ENROLLING, own_or("users:write", recent=True)])
def test_what_takes_a_recent_log_in_cannot_be_declared_open(rule: Any) -> None:
    with pytest.raises(TypeError):
        rule.or_token("account:write")
    assert not rule.scopes


def test_no_rule_is_open_unless_it_says_so() -> None:
    assert not ENROLLING.scopes
    assert not permits("audit:read").scopes
    assert FORWARDED.scopes == ("services",)


@pytest.mark.asvs("8.3.1")
def test_a_permission_that_was_taken_since_opens_nothing(client: FlaskClient, staff: Staff, sue: Person) -> None:
    token = token_of(client, sue, "audit:read", "account:read")
    assert client.get("/admin/events", headers=bearer(token)).status_code == 200
    staff.give(sue)
    assert told(client.get("/admin/events", headers=bearer(token))) == (403, "insufficient_scope")
    assert client.get(f"/user/{sue.uuid}/events", headers=bearer(token)).status_code == 200
    staff.give(sue, "support")
    assert client.get("/admin/events", headers=bearer(token)).status_code == 200


@pytest.mark.asvs("8.2.2")
def test_a_token_without_the_permission_sees_nobody_else(
    client: FlaskClient, sue: Person, ada: Person
) -> None:  # USER_DIRECTORY is everyone here
    own, all_users = token_of(client, sue, "account:read"), token_of(client, sue, "users:read", "sessions:read")
    for path in (f"/user/{ada.uuid}", f"/user/{ada.uuid}/sessions", f"/user/{ada.uuid}/personal-tokens"):
        assert told(client.get(path, headers=bearer(own))) == (404, "user_not_found")
        assert client.get(path, headers=bearer(all_users)).status_code == 200
    assert [each["uuid"] for each in client.get("/user", headers=bearer(own)).json["data"]] == [sue.uuid]
    assert len(client.get("/user", headers=bearer(all_users)).json["data"]) == 2
    assert told(client.get(f"/user/{ada.uuid}/events", headers=bearer(all_users))) == (403, "insufficient_scope")


@pytest.mark.asvs("8.2.2")
def test_a_token_changes_nobody_whose_rights_are_not_in_its_scope(
    client: FlaskClient, admin: Person, sue: Person, ada: Person
) -> None:
    token, change = token_of(client, admin, "users:read", "users:write"), {"gender": "Female"}
    assert client.patch(f"/user/{ada.uuid}", json=change, headers=bearer(token)).status_code == 200
    assert told(client.patch(f"/user/{sue.uuid}", json=change, headers=bearer(token))) == (403, "forbidden")
    whole = token_of(client, admin, *PERMISSIONS)
    assert client.patch(f"/user/{sue.uuid}", json=change, headers=bearer(whole)).status_code == 200


@pytest.mark.asvs("7.5.1")
@pytest.mark.parametrize("change", [{"mobile": "01799999999"}, {"email": "new@example.org"}])
def test_no_token_changes_an_address_whatever_the_settings(
    make_app: Callable[..., Flask], change: dict[str, str]
) -> None:
    app = make_app(reauthentication=False, change_proof=False)
    people = People(app.test_client())
    root, ada = people.appoint(app, "root"), people.join("ada")
    token = token_of(app.test_client(), root, *EVERYTHING)
    for person in (root, ada):
        answer = app.test_client().patch(f"/user/{person.uuid}", json=change, headers=bearer(token))
        assert told(answer) == (403, "session_required")


def test_a_refusal_for_the_scope_is_on_record(client: FlaskClient, admin: Person, ada: Person) -> None:
    client.get("/user", headers=bearer(token_of(client, ada, "services")))
    lines = client.get("/admin/events?event=access.refused", headers=admin.signed).json["data"]
    assert [(line["user"], line["actor"]) for line in lines] == [(ada.uuid, ada.uuid)]


@pytest.mark.one_factor
def test_where_a_second_factor_is_required_a_token_of_a_user_without_one_waits(make_app: Callable[..., Flask]) -> None:
    before, after = make_app(), make_app(second_factor="required")
    ada = People(before.test_client()).join("ada")
    token = token_of(before.test_client(), ada)
    answer = after.test_client().get(f"/user/{ada.uuid}", headers=bearer(token))
    assert told(answer) == (403, "enrolment_required")
