"""What the service's own tokens look like."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.people import People, Person, bearer
from tests.support.time import SetClock
from tests.tokens.forge import ACCESS, REFRESH, key_of, opened, use

ISSUER = "http://127.0.0.1:8087"


def test_every_token_begins_as_the_founding_document_prints_it(client: FlaskClient, ada: Person) -> None:
    refreshed = client.get("/user/refresh-token/", headers=ada.refreshing).json
    rotated = client.post("/user/refresh-token/", headers=ada.refreshing).json
    tokens = [ada.access_token, ada.refresh_token, *refreshed.values(), *rotated.values()]
    assert len(tokens) == 5
    assert all(token.startswith("eyJ0eXAiOi") for token in tokens)


@pytest.mark.asvs("9.2.2")
@pytest.mark.asvs("11.5.1")
def test_an_access_token_says_who_for_whom_and_how_long(time: SetClock, app: Flask, ada: Person) -> None:
    header, claims = opened(ada.access_token)
    now = int(time.now().timestamp())
    assert header == {"typ": ACCESS, "alg": "EdDSA", "kid": key_of(app).kid}
    assert re.fullmatch("[0-9a-f]{32}", claims.pop("sid"))
    assert len(claims.pop("jti")) >= 22
    assert claims == {
        "iss": ISSUER,
        "aud": ISSUER,
        "sub": ada.uuid,
        "client_id": "gatepost",
        "iat": now,
        "exp": now + 900,
        "auth_time": now,
        "amr": ["pwd"],
        "acr": "aal1",
    }


@pytest.mark.asvs("9.2.2")
def test_a_refresh_token_is_of_another_kind_and_lasts_as_long_as_its_session(
    time: SetClock, app: Flask, ada: Person
) -> None:
    header, claims = opened(ada.refresh_token)
    now = int(time.now().timestamp())
    assert header == {"typ": REFRESH, "alg": "EdDSA", "kid": key_of(app).kid}
    assert len(claims.pop("jti")) >= 22
    assert claims == {
        "iss": ISSUER,
        "aud": f"{ISSUER}/user/refresh-token/",
        "sub": ada.uuid,
        "sid": opened(ada.access_token)[1]["sid"],
        "iat": now,
        "exp": now + 30 * 86400,
    }


def test_a_token_holds_nothing_personal(ada: Person) -> None:
    for token in (ada.access_token, ada.refresh_token):
        text = str(opened(token))
        assert ada.uuid in text
        assert not any(secret in text for secret in ("'ada'", ada.mobile, ada.password))


@pytest.mark.asvs("7.2.3")
def test_no_two_tokens_have_the_same_id(time: SetClock, client: FlaskClient, people: People, ada: Person) -> None:
    again = people.log_in(ada)
    tokens = [ada.access_token, ada.refresh_token, again.access_token, again.refresh_token]
    tokens += [client.get("/user/refresh-token/", headers=ada.refreshing).json["access_token"] for _ in range(20)]
    assert len({opened(token)[1]["jti"] for token in tokens}) == 24


def test_a_refreshed_token_tells_when_the_user_logged_in(time: SetClock, client: FlaskClient, ada: Person) -> None:
    logged_in = int(time.now().timestamp())
    time.pass_(hours=1)
    token = client.get("/user/refresh-token/", headers=ada.refreshing).json["access_token"]
    claims = opened(token)[1]
    assert (claims["auth_time"], claims["iat"], claims["exp"]) == (logged_in, logged_in + 3600, logged_in + 4500)


@pytest.mark.asvs("7.3.2")
def test_an_access_token_never_outlives_its_session(time: SetClock, client: FlaskClient, ada: Person) -> None:
    session_ends = int(time.now().timestamp()) + 30 * 86400
    for days in (13, 13):
        time.pass_(days=days)
        assert client.get("/user/refresh-token/", headers=ada.refreshing).status_code == 200
    time.pass_(days=3, hours=23, minutes=50)
    token = client.get("/user/refresh-token/", headers=ada.refreshing).json["access_token"]
    assert opened(token)[1]["exp"] == session_ends
    rotated = client.post("/user/refresh-token/", headers=ada.refreshing).json
    assert [opened(other)[1]["exp"] for other in rotated.values()] == [session_ends, session_ends]
    time.pass_(minutes=9, seconds=59)
    assert use(client, ada, token).status_code == 200
    time.pass_(seconds=1)
    assert use(client, ada, token).status_code == 401


@pytest.mark.asvs("9.2.3")
def test_a_service_names_itself_by_its_public_address(make_app: Callable[..., Flask], ada: Person) -> None:
    elsewhere = make_app(public_url="https://accounts.example.org").test_client()
    named = make_app(public_url="https://accounts.example.org", audience="the api").test_client()
    body = {"username": "ada", "password": "password"}
    claims = opened(elsewhere.post("/user/login", json=body).json["access_token"])[1]
    assert (claims["iss"], claims["aud"]) == ("https://accounts.example.org", "https://accounts.example.org")
    answer = named.post("/user/login", json=body).json
    claims = opened(answer["access_token"])[1]
    assert (claims["iss"], claims["aud"]) == ("https://accounts.example.org", "the api")
    assert named.get(f"/user/{ada.uuid}", headers=bearer(answer["access_token"])).status_code == 200
