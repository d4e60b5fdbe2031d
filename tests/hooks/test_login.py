"""The blocking hook at a log-in: it denies, or adds claims to the access tokens of the session."""

import json
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from gatepost.database import db
from gatepost.passwords.expire import expire_password
from gatepost.sessions.models import Session
from tests.hooks.server import HookServer
from tests.oauth.ask import introspect
from tests.support.conflict import conflict_at
from tests.support.letters import Letters
from tests.support.page import OWN
from tests.support.people import People, Person, bearer
from tests.support.sms import Behaviour
from tests.throttling.countries import hours

BODY = {"username": "ada", "password": "password"}


@pytest.fixture
def ada(client: FlaskClient) -> Person:
    return People(client).join("ada")


def claims_of(token: str) -> dict[str, Any]:
    found: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return found


@pytest.mark.every_engine
def test_claims_are_in_every_token_of_the_session_and_in_introspection(
    client: FlaskClient, hook: HookServer, ada: Person
) -> None:
    given = {"tenant": "north", "https://example.org/plan": ["gold", 3], "beta": True}
    hook.says({"allow": True, "claims": given})
    pair = client.post("/user/login", json=BODY).json
    asked = len(hook.asked)
    user = hook.asked[-1].content["data"]["user"]
    assert (user["uuid"], user["username"], user["roles"]) == (ada.uuid, "ada", [])
    assert hook.asked[-1].content["data"]["amr"] == ["pwd"]
    again = client.get("/user/refresh-token/", headers=bearer(pair["refresh_token"])).json["access_token"]
    rotated = client.post("/user/refresh-token/", headers=bearer(pair["refresh_token"])).json["access_token"]
    renewed = client.post("/user/reauthenticate", json={"password": "password"}, headers=bearer(rotated)).json
    for token in (pair["access_token"], again, rotated, renewed["access_token"]):
        assert given.items() <= claims_of(token).items()
        assert given.items() <= introspect(client, token).items()
    assert len(hook.asked) == asked  # once a log-in
    assert client.get(f"/user/{ada.uuid}", headers=bearer(rotated)).status_code == 200


@pytest.mark.every_engine
def test_a_denied_log_in_starts_no_session_and_is_on_record(
    app: Flask, client: FlaskClient, hook: HookServer, ada: Person, admin: Person
) -> None:
    hook.says({"allow": False, "reason": "Your contract has ended."})
    answer = client.post("/user/login", json=BODY)
    assert (answer.status_code, answer.json["message"]) == (403, "Your contract has ended.")
    sessions = client.get("/user/sessions", headers=ada.signed).json["data"]
    assert len(sessions) == 1
    told = client.get(f"/admin/events?user={ada.uuid}", headers=admin.signed).json["data"]
    assert told[0]["event"] == "login.denied"
    form = {"name": "ada", "password": "password"}
    page = app.test_client().post("/account/login", data=form, headers={"Origin": OWN, "Sec-Fetch-Site": "same-origin"})
    assert "Your contract has ended." in page.text
    hook.says({"allow": True})
    assert client.post("/user/login", json=BODY).status_code == 200


@pytest.mark.parametrize("reason", ["\u200b", "\u3164\u2800"], ids=ascii)
def test_a_reason_that_shows_nothing_is_none(client: FlaskClient, hook: HookServer, ada: Person, reason: str) -> None:
    hook.says({"allow": False})
    without = client.post("/user/login", json=BODY).json["message"]
    hook.says({"allow": False, "reason": reason})
    assert client.post("/user/login", json=BODY).json["message"] == without


@pytest.mark.every_engine
def test_a_hook_that_denies_or_fails_makes_no_right_password_a_wrong_one(
    make_app: Callable[..., Flask], chosen: dict[str, Any], hook: HookServer
) -> None:
    client = make_app(**chosen, limits=True).test_client()
    People(client).join("ada")
    hook.says({"allow": False})
    assert [client.post("/user/login", json=BODY).status_code for _ in range(7)] == [403] * 7
    hook.behave("temporary")
    assert [client.post("/user/login", json=BODY).status_code for _ in range(2)] == [503] * 2
    hook.behave("deliver")
    hook.says({"allow": True})
    assert client.post("/user/login", json=BODY).status_code == 200


@pytest.mark.every_engine
def test_a_conflict_after_the_hook_has_answered_costs_no_code(
    app: Flask, client: FlaskClient, hook: HookServer, ada: Person
) -> None:
    letters = Letters(app)
    letters.new()
    assert client.post("/user/login/code", json={"mobile": ada.mobile}).status_code == 202
    proof = {"mobile": ada.mobile, "code": letters.one("login").code}
    asked = len(hook.asked)
    with conflict_at(app, "INSERT INTO sessions"):
        assert client.post("/user/login/code", json=proof).status_code == 200
    assert len(hook.asked) == asked + 1


@pytest.mark.every_engine
@pytest.mark.parametrize("how", ["deliver", "temporary"])
def test_a_code_by_sms_that_came_back_counts_as_such_also_where_the_hook_denies_or_fails(
    app: Flask, client: FlaskClient, hook: HookServer, ada: Person, how: Behaviour
) -> None:
    """Otherwise codes that come back would look like fraud, and stop."""
    letters = Letters(app)
    letters.new()
    client.post("/user/login/code", json={"mobile": ada.mobile})
    proof = {"mobile": ada.mobile, "code": letters.one("login").code}
    hook.says({"allow": False})
    hook.behave(how)
    assert client.post("/user/login/code", json=proof).status_code in (403, 503)
    assert sum(answered for _, _, answered in hours(app)) == 1


@pytest.mark.parametrize(
    "name", ["sub", "roles", "scope", "exp", "aud", "acr", "act", "fields", "Roles", "SUB", "a name", "", "x" * 101]
)
def test_a_claim_of_ours_is_never_the_hooks(client: FlaskClient, hook: HookServer, ada: Person, name: str) -> None:
    hook.says({"allow": True, "claims": {name: "administrator"}})
    assert client.post("/user/login", json=BODY).status_code == 503


def test_a_name_that_has_become_ours_is_no_claim_of_a_session_of_before(
    app: Flask, client: FlaskClient, hook: HookServer, ada: Person
) -> None:
    """Such as a session that an earlier version began, with a shorter list of names."""
    with app.app_context():
        stored = json.dumps({"roles": ["administrator"], "Scope": "users:write", "tenant": "north"})
        db.session.execute(update(Session).values(claims=stored))
        db.session.commit()
    token = client.post("/user/refresh-token/", headers=ada.refreshing).json["access_token"]
    claims = claims_of(token)
    assert (claims["tenant"], claims.keys() & {"roles", "Scope"}) == ("north", set())


@pytest.mark.parametrize("value", [{"a": 1}, [[1]], [{"a": 1}], "x" * 1_000])
def test_a_claim_is_plain_and_short(client: FlaskClient, hook: HookServer, ada: Person, value: Any) -> None:
    hook.says({"allow": True, "claims": {"tenant": value}})
    assert client.post("/user/login", json=BODY).status_code == 503


@pytest.mark.every_engine
def test_a_password_that_is_changed_while_the_hook_is_asked_lets_nobody_in(
    app: Flask, client: FlaskClient, hook: HookServer, ada: Person, during: Callable[[Callable[[], object]], None]
) -> None:
    change = {"old_password": "password", "new_password": "another password"}

    def change_it() -> None:
        changed = app.test_client().post(f"/user/change-password/{ada.uuid}", json=change, headers=ada.signed)
        assert changed.status_code == 200, changed.text

    during(change_it)
    answer = client.post("/user/login", json=BODY)
    assert (answer.status_code, answer.json["code"]) == (401, "invalid_credentials")
    assert hook.asked


@pytest.mark.every_engine
def test_a_role_that_is_taken_while_the_hook_is_asked_is_in_no_token(
    app: Flask, client: FlaskClient, ada: Person, admin: Person, during: Callable[[Callable[[], object]], None]
) -> None:
    roles = f"/admin/users/{ada.uuid}/roles"
    assert client.put(roles, json={"roles": ["support"], "reason": "x"}, headers=admin.signed).status_code == 200
    assert "roles" in claims_of(client.post("/user/login", json=BODY).json["access_token"])
    taken = {"roles": [], "reason": "x"}
    during(lambda: app.test_client().put(roles, json=taken, headers=admin.signed))
    assert "roles" not in claims_of(client.post("/user/login", json=BODY).json["access_token"])


@pytest.mark.every_engine
def test_an_expired_password_is_replaced_also_after_a_conflict(
    app: Flask, client: FlaskClient, hook: HookServer, ada: Person
) -> None:
    with app.app_context():
        assert expire_password(ada.uuid, end_sessions=False)
    body = BODY | {"new_password": "another password"}
    with conflict_at(app, "INSERT INTO sessions"):
        assert client.post("/user/login", json=body).status_code == 200
    assert client.post("/user/login", json=BODY | {"password": "another password"}).status_code == 200


@pytest.fixture
def during(hook: HookServer, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Do something while the hook is asked."""

    def arrange(deed: Callable[[], object]) -> None:
        read, done = hook.read, []

        def reading(body: bytes, headers: dict[str, str]) -> Any:
            if not done:
                done.append(deed())
            return read(body, headers)

        monkeypatch.setattr(hook, "read", reading)

    return arrange
