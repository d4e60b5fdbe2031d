"""Other services know a personal token by introspection and forward authentication, if it has the scope services."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.permissions import PERMISSIONS
from gatepost.personal_tokens.token_format import new_token
from gatepost.verify import InvalidToken, Verifier
from tests.audit.test_record import Record
from tests.oauth.ask import INACTIVE, introspect, revoke
from tests.personal_tokens.tokens import made, token_of, works
from tests.roles.staff import Staff
from tests.support.apps import SERVICE_ID
from tests.support.people import Person, bearer
from tests.support.time import SetClock


def test_introspection_tells_what_rfc_7662_names(client: FlaskClient, ada: Person, time: SetClock) -> None:
    told = made(client, ada, "services", "account:read", expires_in_days=1)
    now = int(time.now().timestamp())
    assert introspect(client, told["token"]) == {
        "active": True,
        "iss": "http://127.0.0.1:8087",
        "sub": ada.uuid,
        "aud": "http://127.0.0.1:8087",
        "client_id": "gatepost",
        "username": "ada",
        "role": "user",
        "roles": [],
        "scope": "account:read services",
        "exp": now + 86_400,
        "iat": now,
        "jti": told["id"],
        "token_type": "Bearer",
    }
    time.pass_(days=1)
    assert introspect(client, told["token"]) == INACTIVE


@pytest.mark.asvs("8.2.1")
def test_a_token_that_is_not_meant_for_services_is_worth_nothing_there(client: FlaskClient, admin: Person) -> None:
    token = token_of(client, admin, "account:read", "account:write", *PERMISSIONS)
    assert introspect(client, token) == INACTIVE
    answer = client.get("/forward-auth", headers=bearer(token))
    assert (answer.status_code, answer.json["code"]) == (403, "insufficient_scope")
    assert 'scope="services"' in answer.headers["WWW-Authenticate"]


@pytest.mark.asvs("8.2.1")
def test_services_are_told_the_scope_of_this_moment_and_no_role(client: FlaskClient, staff: Staff, sue: Person) -> None:
    token = token_of(client, sue, "services", "users:read")
    told = introspect(client, token)
    assert (told["role"], told["roles"], told["scope"]) == ("user", [], "services users:read")
    headers = client.get("/forward-auth", headers=bearer(token)).headers
    assert headers["X-Auth-User"] == sue.uuid
    assert headers["X-Auth-Scope"] == "services users:read"
    assert (headers["X-Auth-Role"], headers["X-Auth-Roles"], headers["X-Auth-Session"]) == ("user", "", "")
    staff.give(sue)
    assert introspect(client, token)["scope"] == "services"
    assert client.get("/forward-auth", headers=bearer(token)).headers["X-Auth-Scope"] == "services"


def test_the_scope_of_a_session_is_not_told_to_a_proxy(client: FlaskClient, sue: Person) -> None:
    headers = client.get("/forward-auth", headers=sue.signed).headers
    assert (headers["X-Auth-Scope"], headers["X-Auth-Roles"]) == ("", "support")


@pytest.mark.every_engine
def test_a_client_that_holds_it_revokes_it(app: Flask, client: FlaskClient, ada: Person) -> None:
    first, second = token_of(client, ada), token_of(client, ada)
    record = Record(app)
    for _ in range(2):
        assert revoke(client, first).status_code == 200
    assert [works(client, each, ada) for each in (first, second)] == [False, True]
    assert client.get(f"/user/{ada.uuid}", headers=ada.signed).status_code == 200
    assert [line[:3] for line in record.new()] == [("personal_token.revoked", ada.uuid, SERVICE_ID)]
    assert revoke(client, "gp_pat_of nobody").status_code == 200
    assert introspect(client, first) == INACTIVE


def test_local_verification_refuses_it() -> None:
    verifier = Verifier("http://127.0.0.1:1", allow_http=True)
    with pytest.raises(InvalidToken):
        verifier.verify(new_token())
