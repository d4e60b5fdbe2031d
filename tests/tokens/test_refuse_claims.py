"""Which claims are refused, in tokens that the service's own key signed."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.people import Person, bearer
from tests.support.time import SetClock
from tests.tokens.forge import ACCESS, REFRESH, Forger, assert_refused, opened, use
from tests.web.endpoints import ENDPOINTS, path_of

US = "http://127.0.0.1:8087"
GUARDED = [name for name, endpoint in ENDPOINTS.items() if endpoint.access.token]


@pytest.fixture
def claims(time: SetClock, ada: Person) -> dict[str, Any]:
    """The claims of a token that is good."""
    return opened(ada.access_token)[1]


@pytest.mark.asvs("9.2.1")
def test_an_access_token_lasts_to_its_last_second_and_no_longer(
    time: SetClock, client: FlaskClient, ada: Person
) -> None:
    time.pass_(seconds=899)
    assert use(client, ada, ada.access_token).status_code == 200
    time.pass_(seconds=1)
    assert_refused(use(client, ada, ada.access_token))


@pytest.mark.asvs("9.2.1")
def test_a_token_that_has_expired_or_is_not_yet_valid_is_refused(
    time: SetClock, client: FlaskClient, forge: Forger, ada: Person, claims: dict[str, Any]
) -> None:
    now = int(time.now().timestamp())
    assert_refused(use(client, ada, forge(claims | {"exp": now - 1})))
    assert_refused(use(client, ada, forge(claims | {"exp": now})))
    assert use(client, ada, forge(claims | {"exp": now + 1})).status_code == 200
    early = forge(claims | {"nbf": now + 1})
    assert_refused(use(client, ada, early))
    time.pass_(seconds=1)
    assert use(client, ada, early).status_code == 200


@pytest.mark.asvs("9.2.1")
@pytest.mark.parametrize("claim", ["exp", "nbf"])
@pytest.mark.parametrize("value", ['"{}"', "{}.0", "{}.5", "1e400", "-1e400", "true", "[{}]", '{{"x": {}}}', '"soon"'])
def test_a_time_that_is_no_whole_number_is_refused(
    client: FlaskClient, forge: Forger, ada: Person, claims: dict[str, Any], claim: str, value: str
) -> None:
    moment = claims["exp"] if claim == "exp" else claims["iat"]
    text = json.dumps(claims | {claim: "HERE"}).replace('"HERE"', value.format(moment))
    assert_refused(use(client, ada, forge(text)))


@pytest.mark.asvs("9.2.1")
@pytest.mark.parametrize("claim", ["iss", "aud", "sub", "sid", "jti", "iat", "exp", "client_id"])
def test_a_token_that_lacks_a_claim_is_refused(
    client: FlaskClient, forge: Forger, ada: Person, claims: dict[str, Any], claim: str
) -> None:
    del claims[claim]
    assert_refused(use(client, ada, forge(claims)))
    assert_refused(use(client, ada, forge(claims | {claim: None})))


@pytest.mark.asvs("10.3.1")
@pytest.mark.asvs("9.2.3")
@pytest.mark.parametrize("claim", ["iss", "aud"])
@pytest.mark.parametrize(
    "value", ["https://evil.example", US[:-1], US + "/", US + ".evil.example", US.upper(), "", [US], [], 8087, {US: US}]
)
def test_a_token_of_or_for_somebody_else_is_refused(
    client: FlaskClient, forge: Forger, ada: Person, claims: dict[str, Any], claim: str, value: Any
) -> None:
    assert_refused(use(client, ada, forge(claims | {claim: value})))


@pytest.mark.parametrize("claim", ["sub", "sid"])
@pytest.mark.parametrize("value", ["", "x", "*", "%", 1, True, ["x"], {"x": 1}, "x" * 2000, "é", "\0", "a b"])
def test_a_user_or_session_that_is_none_is_refused(
    client: FlaskClient, forge: Forger, ada: Person, claims: dict[str, Any], claim: str, value: Any
) -> None:
    assert_refused(use(client, ada, forge(claims | {claim: value})))


def test_a_session_opens_nothing_for_another_user(
    client: FlaskClient, forge: Forger, ada: Person, eve: Person, claims: dict[str, Any]
) -> None:
    assert_refused(use(client, eve, forge(claims | {"sub": eve.uuid})))


@pytest.mark.parametrize(
    "text", ["", "null", "[]", '"x"', "1", "{", "[" * 2500, '{"exp": NaN}'], ids=lambda text: text[:9]
)
def test_claims_that_are_no_object_are_refused(client: FlaskClient, forge: Forger, ada: Person, text: str) -> None:
    assert_refused(use(client, ada, forge(text)))


@pytest.mark.asvs("9.2.2")
@pytest.mark.parametrize("kind", ["rt+jwt", "JWT", "jwt", "at", "", None, 1, "application/json"])
def test_a_token_of_another_kind_is_refused_even_with_the_right_key(
    client: FlaskClient, forge: Forger, ada: Person, claims: dict[str, Any], kind: Any
) -> None:
    assert_refused(use(client, ada, forge(claims, header={"typ": kind})))


@pytest.mark.asvs("9.2.2")
@pytest.mark.parametrize("name", GUARDED)
def test_no_endpoint_takes_the_other_kind_of_token(client: FlaskClient, forge: Forger, ada: Person, name: str) -> None:
    endpoint = ENDPOINTS[name]
    asked = {"access": ACCESS, "refresh": REFRESH}[str(endpoint.access.token)]
    other = {"access": ada.refresh_token, "refresh": ada.access_token}[str(endpoint.access.token)]
    disguised = forge(opened(other)[1], header={"typ": asked})
    for token in (other, disguised):
        answer = client.open(path_of(endpoint, ada), method=endpoint.method, headers=bearer(token), json={})
        assert_refused(answer)
    assert use(client, ada, ada.access_token).status_code == 200


@pytest.mark.asvs("9.2.4")
@pytest.mark.parametrize("other", [{"public_url": "https://accounts.example.org"}, {"audience": "another"}])
def test_a_token_made_for_another_service_with_the_same_key_is_refused(
    make_app: Callable[..., Flask], client: FlaskClient, ada: Person, other: dict[str, str]
) -> None:
    elsewhere = make_app(**other).test_client()
    answer = elsewhere.post("/user/login", json={"username": "ada", "password": "password"}).json
    assert use(elsewhere, ada, answer["access_token"]).status_code == 200
    assert_refused(use(client, ada, answer["access_token"]))
    assert_refused(client.get("/user/refresh-token/", headers=bearer(answer["refresh_token"])))
    assert_refused(use(elsewhere, ada, ada.access_token))
