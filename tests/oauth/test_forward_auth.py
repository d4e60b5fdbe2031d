"""GET /forward-auth: who sends the request that a proxy has before it. Every refusal of credentials is 401."""

from collections.abc import Callable
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.people import People, Person, bearer
from tests.support.time import SetClock
from tests.tokens.forge import opened
from tests.web.endpoints import assert_refused

PATH = "/forward-auth"
REALM = 'Bearer realm="gatepost"'


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_live_token_is_answered_with_who_it_is(client: FlaskClient, ada: Person, method: str) -> None:
    answer = client.open(PATH, method=method, headers=ada.signed)
    assert answer.status_code == 200
    told = {name: value for name, value in answer.headers if name.startswith("X-Auth-")}
    assert told == {
        "X-Auth-User": ada.uuid,
        "X-Auth-Username": "ada",
        "X-Auth-Role": "user",
        "X-Auth-Roles": "",
        "X-Auth-Scope": "",
        "X-Auth-Session": opened(ada.access_token)[1]["sid"],
        "X-Auth-Amr": "pwd",
        "X-Auth-Acr": "aal1",
        "X-Auth-Actor": "",
    }
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.data == (b"{}" if method == "GET" else b"")


def test_an_administrator_is_told_apart(client: FlaskClient, admin: Person) -> None:
    told = client.get(PATH, headers=admin.signed).headers
    assert (told["X-Auth-Role"], told["X-Auth-Roles"]) == ("admin", "administrator")


@pytest.mark.parametrize("username", ["লাভলেস", "ada.lovelace_1+x-y", "Ödön", "名前", "a" * 50])
def test_a_name_of_any_script_is_a_header_of_plain_ascii(client: FlaskClient, people: People, username: str) -> None:
    person = people.join(username)
    told = client.get(PATH, headers=person.signed).headers["X-Auth-Username"]
    assert told.isascii()
    assert unquote(told, errors="strict") == username


@pytest.mark.asvs("7.4.1")
@pytest.mark.asvs("9.2.2")
def test_what_opens_nothing_is_401_with_the_challenge(time: SetClock, client: FlaskClient, ada: Person) -> None:
    for headers in (bearer("x"), bearer("a.b.c"), ada.refreshing, bearer(ada.access_token + "A")):
        answer = client.get(PATH, headers=headers)
        assert_refused(answer, (401, "invalid_token"))
        assert answer.headers["WWW-Authenticate"] == f'{REALM}, error="invalid_token"'
    none = client.get(PATH)
    assert_refused(none, (401, "authentication_required"))
    assert none.headers["WWW-Authenticate"] == REALM
    time.pass_(minutes=15)
    assert client.get(PATH, headers=ada.signed).status_code == 401


def test_it_is_401_with_the_request_that_ended_the_session(client: FlaskClient, ada: Person) -> None:
    assert client.get(PATH, headers=ada.signed).status_code == 200
    client.post("/user/logout/", headers=ada.signed)
    assert client.get(PATH, headers=ada.signed).status_code == 401


@pytest.mark.parametrize(
    "value",
    ["", "Bearer", "Bearer ", "Bearer {0} {0}", "Bearer {0},{0}", "Bearer {0}, Bearer {0}", "Bearer \t{0}",
     "Bearer =", "Bearer {0}%", 'Bearer "{0}"', "Basic YTpi", "Token {0}", "{0}", "Bearer \xff", "Bearer \x00",
     "Bearer " + "a" * 60_000],
)  # fmt: skip
def test_a_malformed_header_is_401_too(client: FlaskClient, ada: Person, value: str) -> None:
    """nginx answers 500 where the check answers 400."""
    header = value.format(ada.access_token)
    answer = client.get(PATH, environ_overrides={"HTTP_AUTHORIZATION": header})
    assert_refused(answer, (401, "invalid_token"), (401, "authentication_required"))
    assert answer.headers["WWW-Authenticate"].startswith(REALM)
    assert not [name for name, _ in answer.headers if name.startswith("X-Auth-")]


def test_two_headers_are_401_even_if_both_are_good(client: FlaskClient, ada: Person) -> None:
    value = ada.signed["Authorization"]
    answer = client.get(PATH, headers=[("Authorization", value), ("Authorization", value)])
    assert_refused(answer, (401, "invalid_token"))


def test_what_a_proxy_sends_along_changes_nothing(client: FlaskClient, ada: Person, eve: Person) -> None:
    sent = {
        "X-Forwarded-Method": "DELETE",
        "X-Forwarded-Uri": f"/user/{eve.uuid}",
        "X-Original-URI": "/x?access_token=y",
        "X-Auth-User": eve.uuid,
        "Content-Type": "application/json",
        "Cookie": f"access_token={eve.access_token}",
    }
    answer = client.get(f"{PATH}?access_token={eve.access_token}", headers={**ada.signed, **sent})
    assert answer.headers["X-Auth-User"] == ada.uuid
    assert client.get(PATH, headers=sent).status_code == 401


def test_a_stranger_cannot_use_it_up_for_others(make_app: Callable[..., Flask]) -> None:
    """All requests come from the proxy's address: a limit by address would be one limit for everybody."""
    client = make_app(limits=True).test_client()
    ada = People(client).join("ada")
    assert {client.get(PATH, headers=headers).status_code for headers in ({}, bearer("x")) for _ in range(700)} == {401}
    assert {client.get(PATH, headers=ada.signed).status_code for _ in range(700)} == {200}
