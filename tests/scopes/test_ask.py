"""A log-in asks for a scope and an audience, by each way in; its session remembers them."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.permissions import ACCOUNT_SCOPES, PERMISSIONS
from tests.roles.staff import Staff
from tests.scopes.asking import SHOP, ask, narrowed, told
from tests.support.authenticator import enrol
from tests.support.page import OWN
from tests.support.people import People, Person, bearer
from tests.support.time import SetClock
from tests.tokens.forge import opened
from tests.web.endpoints import BODIES, send, send_proofs

WAYS_IN = (
    "login.login.post",
    "login.login_with_code.post",
    "login.login_with_passkey.post",
    "providers.login_with_id_token.post",
    "providers.exchange_code.post",
)


def claims_of(token: str) -> dict[str, Any]:
    claims: dict[str, Any] = opened(token)[1]
    return claims


@pytest.mark.every_engine
@pytest.mark.asvs("8.2.1")
def test_the_session_and_its_tokens_have_the_scope_and_the_audience(client: FlaskClient, sue: Person) -> None:
    answer = ask(client, sue, scope="services users:read services", audience=SHOP)
    assert answer.json.keys() == {"access_token", "refresh_token", "scope"}
    assert answer.json["scope"] == "services users:read"
    claims = claims_of(answer.json["access_token"])
    assert (claims["scope"], claims["aud"], "roles" in claims) == ("services users:read", SHOP, False)
    listed = client.get("/user/sessions", headers=sue.signed).json["data"]
    asked = [{name: each[name] for name in ("scope", "audience") if name in each} for each in listed]
    assert asked == [{"scope": ["services", "users:read"], "audience": SHOP}, {}]


def test_without_asking_the_tokens_are_as_ever(client: FlaskClient, sue: Person, app: Flask) -> None:
    ours = app.extensions["gatepost"].issuer
    for asked in ({}, {"audience": ours}):
        answer = ask(client, sue, **asked)
        claims = claims_of(answer.json["access_token"])
        assert list(answer.json) == ["access_token", "refresh_token"]
        assert (claims["aud"], claims["roles"]) == (ours, ["support"])
        assert list(client.get("/user/refresh-token/", headers=bearer(answer.json["refresh_token"])).json) == [
            "access_token"
        ]


@pytest.mark.one_factor
@pytest.mark.parametrize("name", WAYS_IN)
def test_each_way_in_takes_them(app: Flask, people: People, ada: Person, name: str) -> None:
    send_proofs(app, ada)
    answer = send(people.client, name, ada, json={**BODIES[name], "scope": "services", "audience": SHOP})
    claims = claims_of(answer.json["access_token"])
    assert (claims["scope"], claims["aud"]) == ("services", SHOP)


@pytest.mark.one_factor
@pytest.mark.every_engine
def test_a_log_in_that_waits_for_a_second_factor_remembers_them(
    time: SetClock, client: FlaskClient, ada: Person
) -> None:
    authenticator = enrol(client, ada)
    token = ask(client, ada, scope="services", audience=SHOP).json["second_factor"]["token"]
    proof = {"token": token, "code": authenticator.code()}
    for more in ({"scope": "services"}, {"audience": SHOP}):
        assert told(client.post("/user/login/factor", json=proof | more)) == (422, "invalid_input")
    page = {"Sec-Fetch-Site": "same-origin", "Origin": OWN}
    in_cookie = client.post("/user/login/factor", json=proof | {"session": "cookie"}, headers=page)
    assert in_cookie.json["errors"] == {"audience": ["A session in a cookie has none."]}
    claims = claims_of(client.post("/user/login/factor", json=proof).json["access_token"])
    assert (claims["scope"], claims["aud"]) == ("services", SHOP)


@pytest.mark.parametrize(
    ("asked", "field", "reason"),
    [
        ({"scope": "account:read everything"}, "scope", "Choose from: "),
        ({"scope": " "}, "scope", "Choose from: "),
        ({"scope": ""}, "scope", "String should have at least 1 character"),
        ({"scope": "account:read\n"}, "scope", "This text has a character"),
        ({"scope": None}, "scope", "Input should be a valid string"),
        ({"scope": ["account:read"]}, "scope", "Input should be a valid string"),
        ({"audience": "https://shop.example/"}, "audience", "This is not one of GATEPOST_AUDIENCES."),
        (
            {"audience": SHOP, "scope": "account:read"},
            "scope",
            "A token for another audience takes the scope services.",
        ),
        ({"audience": SHOP, "session": "cookie"}, "audience", "A session in a cookie has none."),
    ],
)
def test_what_cannot_be_is_refused_before_any_proof(
    client: FlaskClient, ada: Person, asked: dict[str, Any], field: str, reason: str
) -> None:
    answer = client.post(
        "/user/login",
        json={"username": "ada", "password": "wrong", **asked},
        headers={"Sec-Fetch-Site": "same-origin", "Origin": OWN},
    )
    assert told(answer) == (422, "invalid_input")
    assert answer.json["errors"].keys() == {field}
    assert answer.json["errors"][field][0].startswith(reason)


@pytest.mark.asvs("8.3.1")
def test_a_scope_that_the_user_lacks_opens_nothing_until_they_have_it(
    client: FlaskClient, staff: Staff, ada: Person
) -> None:
    everything = narrowed(client, ada, *ACCOUNT_SCOPES, *PERMISSIONS)
    assert claims_of(everything.access_token)["scope"] == " ".join(sorted(ACCOUNT_SCOPES))
    assert told(client.get("/admin/events", headers=everything.signed)) == (403, "insufficient_scope")
    staff.give(ada, "support")
    assert client.get("/admin/events", headers=everything.signed).status_code == 200
    staff.give(ada)
    assert told(client.get("/admin/events", headers=everything.signed)) == (403, "insufficient_scope")
