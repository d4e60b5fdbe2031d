"""A session that asked for a scope opens what a personal token with that scope opens, and its own end."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.database import db
from tests.personal_tokens.test_scope import CLOSED, EVERYTHING, OPEN, TAKE_A_TOKEN
from tests.personal_tokens.test_scope import ask as ask_endpoint
from tests.roles.staff import Staff
from tests.scopes.asking import SHOP, narrowed, told
from tests.support.page import OWN, Page
from tests.support.people import People, Person
from tests.web.endpoints import add_webhook, contents, send_proofs

OF_ANY_SCOPE = {"GET /user/session", "GET /user/logout/", "POST /user/logout/"}


def test_of_any_scope_is_what_is_about_the_session_itself() -> None:
    assert {name for name, each in TAKE_A_TOKEN.items() if each.access.any_scope} == OF_ANY_SCOPE


@pytest.mark.asvs("8.2.1")
def test_every_scope_together_opens_no_endpoint_that_names_none(app: Flask, admin: Person) -> None:
    send_proofs(app, admin)
    token = narrowed(app.test_client(), admin, *EVERYTHING).access_token
    before, client = contents(app), app.test_client()
    for name in CLOSED:
        if name not in OF_ANY_SCOPE:
            answer = ask_endpoint(client, name, token, admin)
            assert (name, *told(answer)) == (name, 403, "insufficient_scope")
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
        token = narrowed(client, admin, scope).access_token
        assert ask_endpoint(client, name, token, admin).status_code == 200
    others = narrowed(client, admin, *(each for each in EVERYTHING if each not in OPEN[name])).access_token
    answer = ask_endpoint(client, name, others, admin)
    assert told(answer) == (403, "insufficient_scope")
    challenge = f'Bearer realm="gatepost", error="insufficient_scope", scope="{OPEN[name][0]}"'
    assert answer.headers["WWW-Authenticate"] == challenge


@pytest.mark.asvs("7.5.1")
def test_an_address_is_changed_by_none(client: FlaskClient, ada: Person) -> None:
    less = narrowed(client, ada, *EVERYTHING[:3])
    answer = client.patch(f"/user/{ada.uuid}", json={"email": "new@example.org"}, headers=less.signed)
    assert told(answer) == (403, "insufficient_scope")
    assert client.patch(f"/user/{ada.uuid}", json={"gender": "Female"}, headers=less.signed).status_code == 200


@pytest.mark.asvs("8.2.2")
def test_it_sees_nobody_else_and_acts_on_nobody_with_rights_beyond_its_scope(
    client: FlaskClient, admin: Person, sue: Person, ada: Person
) -> None:  # USER_DIRECTORY is everyone here
    own, all_users = narrowed(client, admin, "account:read"), narrowed(client, admin, "users:read", "users:write")
    assert told(client.get(f"/user/{ada.uuid}", headers=own.signed)) == (404, "user_not_found")
    change = {"gender": "Female"}
    assert client.patch(f"/user/{ada.uuid}", json=change, headers=all_users.signed).status_code == 200
    assert told(client.patch(f"/user/{sue.uuid}", json=change, headers=all_users.signed)) == (403, "forbidden")


@pytest.mark.asvs("8.2.1")
def test_a_session_in_a_cookie_is_narrowed_alike(app: Flask, staff: Staff, ada: Person) -> None:
    page = Page(app, origin=OWN)
    body = {"username": "ada", "password": ada.password, "session": "cookie", "scope": "account:read"}
    assert page.post("/user/login", body).status_code == 200
    assert page.get("/user/session").json["data"]["scope"] == ["account:read"]
    assert page.get("/user/sessions").status_code == 200
    assert told(page.send("PATCH", f"/user/{ada.uuid}", {"gender": "Female"})) == (403, "insufficient_scope")
    assert told(page.send("DELETE", "/user/sessions")) == (403, "insufficient_scope")
    assert told(page.post("/user/reauthenticate", {"password": ada.password})) == (403, "insufficient_scope")
    assert page.post("/user/logout/").status_code == 200


@pytest.mark.asvs("9.2.3")
def test_a_token_for_another_audience_opens_nothing_here(client: FlaskClient, people: People, ada: Person) -> None:
    elsewhere = narrowed(client, ada, audience=SHOP)
    for path in (f"/user/{ada.uuid}", "/user/session", "/user/logout/", "/forward-auth"):
        assert told(client.get(path, headers=elsewhere.signed)) == (401, "invalid_token")
    assert client.get("/user/refresh-token/", headers=elsewhere.refreshing).status_code == 200
    body = {"token": elsewhere.access_token, "client_id": "gatepost"}
    assert client.post("/oauth/revoke", data=body).status_code == 200
    assert told(client.get("/user/refresh-token/", headers=elsewhere.refreshing)) == (401, "invalid_token")
