"""Hundreds of headers that authenticate nobody, at every endpoint: each is refused as RFC 6750 says, or ignored."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gatepost.api.room import Endpoint
from gatepost.http.access import FORWARDED, PUBLIC
from tests.hostile.answers import assert_plain
from tests.hostile.corpus import headers
from tests.hostile.corpus.tokens import forged
from tests.support.apps import SERVICE_ID, SERVICE_SECRET
from tests.support.people import People, Person
from tests.tokens.forge import Forger, key_of
from tests.web.endpoints import ENDPOINTS, contents, form_of, path_of

pytestmark = pytest.mark.walks_again

GUARDED = [name for name, endpoint in ENDPOINTS.items() if endpoint.access.token]
OF_CLIENTS = [name for name, endpoint in ENDPOINTS.items() if endpoint.access.client]
OPEN = [name for name, endpoint in ENDPOINTS.items() if endpoint.access is PUBLIC]
ASKS_THE_TABLES = "health.readyz.get"  # which takes its time
REALM = 'Bearer realm="gatepost"'


@pytest.fixture
def forge(service: Flask) -> Forger:
    return Forger(key_of(service))


def ask(door: FlaskClient, endpoint: Endpoint, person: Person, header: str, **more: Any) -> TestResponse:
    """A request with this header, whatever stands in it."""
    return door.open(
        path_of(endpoint, person),
        method=endpoint.method,
        environ_overrides={"HTTP_AUTHORIZATION": header},
        **more or {"json": {}},
    )


def tokens_for(endpoint: Endpoint, door: FlaskClient, guest: Person, forge: Forger) -> dict[str, str]:
    """What is no token for this endpoint, by name: also those that are good for something else, or were good."""
    own, other = guest.access_token, guest.refresh_token
    if endpoint.access.token == "refresh":
        own, other = other, own
    gone = People(door).log_in(guest)
    assert door.post("/user/logout/", headers=gone.signed).status_code == 200
    ended = gone.refresh_token if endpoint.access.token == "refresh" else gone.access_token
    return forged(own, forge) | {"of the other kind": other, "of a session that ended": ended}


@pytest.mark.asvs("9.1.1")
@pytest.mark.asvs("9.1.2")
@pytest.mark.asvs("9.1.3")
@pytest.mark.asvs("9.2.2")
@pytest.mark.asvs("9.2.3")
@pytest.mark.parametrize("name", GUARDED)
def test_no_forged_token_opens_anything(
    service: Flask, door: FlaskClient, guest: Person, forge: Forger, name: str
) -> None:
    endpoint = ENDPOINTS[name]
    tokens = tokens_for(endpoint, door, guest, forge)
    assert len(tokens) >= 300
    before = contents(service)
    for title, token in tokens.items():
        answer = ask(door, endpoint, guest, f"Bearer {token}")
        misshapen = endpoint.access is not FORWARDED and not re.fullmatch(r"[\w.~+/-]+=*", token, re.ASCII)
        assert answer.status_code == (400 if misshapen else 401), f"{title}: {answer.text}"
        error = "invalid_request" if misshapen else "invalid_token"
        assert answer.headers.getlist("WWW-Authenticate") == [f'{REALM}, error="{error}"'], title
        assert_plain(service, name, answer)
    assert contents(service) == before


@pytest.mark.asvs("7.2.1")
@pytest.mark.parametrize("name", GUARDED)
def test_no_misshapen_header_opens_anything(service: Flask, door: FlaskClient, guest: Person, name: str) -> None:
    endpoint, before = ENDPOINTS[name], contents(service)
    token = guest.refresh_token if endpoint.access.token == "refresh" else guest.access_token
    malformed = (401, "invalid_token") if endpoint.access is FORWARDED else (400, "invalid_request")
    for expected, values in {
        (401, ""): headers.no_token(),
        malformed: headers.misshapen(),
        (401, "invalid_token"): headers.senseless(),
    }.items():
        for value in values:
            answer = ask(door, endpoint, guest, value.format(token))
            status, error = expected
            assert answer.status_code == status, f"{value[:80]!r}: {answer.text}"
            challenge = f'{REALM}, error="{error}"' if error else REALM
            assert answer.headers.getlist("WWW-Authenticate") == [challenge], f"{value[:80]!r}"
            assert_plain(service, name, answer)
    assert contents(service) == before


@pytest.mark.parametrize("name", OF_CLIENTS)
def test_no_misshapen_header_is_a_client(
    service: Flask, door: FlaskClient, guest: Person, forge: Forger, name: str
) -> None:
    endpoint, before, form = ENDPOINTS[name], contents(service), form_of(name, guest)
    values = [
        *headers.basic(SERVICE_ID, SERVICE_SECRET),
        *(value.format(guest.access_token) for value in [*headers.no_token(), *headers.misshapen()]),
        *headers.senseless(),
        *(f"Bearer {token}" for token in forged(guest.access_token, forge).values()),
    ]
    assert len(values) >= 500
    for value in values:
        answer = ask(door, endpoint, guest, value, data=form)
        assert (answer.status_code, answer.json["error"]) == (401, "invalid_client"), f"{value[:80]!r}: {answer.text}"
        assert answer.headers.getlist("WWW-Authenticate") == ['Basic realm="gatepost"']
        assert_plain(service, name, answer)
    assert contents(service) == before


@pytest.mark.parametrize("name", OPEN)
def test_where_nobody_has_to_be_known_no_header_matters(
    service: Flask, door: FlaskClient, guest: Person, forge: Forger, name: str
) -> None:
    endpoint = ENDPOINTS[name]
    before = contents(service)
    without = door.open(path_of(endpoint, guest), method=endpoint.method, json={})
    values = [value.format(guest.access_token) for value in [*headers.no_token(), *headers.misshapen()]]
    values += [f"Bearer {token}" for token in forged(guest.access_token, forge).values()]
    assert len(values) >= 300
    for value in values[:: 20 if name == ASKS_THE_TABLES else 1]:
        answer = ask(door, endpoint, guest, value)
        same = (without.status_code, _without_challenge(without.text))
        assert (answer.status_code, _without_challenge(answer.text)) == same, f"{value[:80]!r}"
        assert_plain(service, name, answer)
    assert contents(service) == before


def _without_challenge(text: str) -> str:
    """An answer without the part of it that is random."""
    return re.sub(r'"challenge":"[^"]{96}"', "", text)
