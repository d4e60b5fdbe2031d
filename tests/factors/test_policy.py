"""SECOND_FACTOR: who has to have one enrols it before anything else opens."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.http.access import Access
from tests.support.authenticator import Authenticator, begin, enrol, first, log_in, opens, verify
from tests.support.people import People, Person, bearer
from tests.support.time import SetClock
from tests.tokens.forge import opened
from tests.web.endpoints import BODIES, ENDPOINTS, assert_refused, basic, send

pytestmark = pytest.mark.every_engine

FIRST = (403, "enrolment_required")
OPEN = {
    "sessions.get_session.get",
    "sessions.logout.post",
    "sessions.logout.get",
    "login.prove_again.post",
    "factors.get_factors.get",
    "factors.make_totp_secret.post",
    "factors.verify_first_code.post",
    "factors.add_own_passkey.post",
    "passkeys.get_options_to_create.post",
}


@pytest.fixture
def client(make_app: Callable[..., Flask]) -> FlaskClient:
    """Of a service where everybody has to have a second factor."""
    return make_app(second_factor="required").test_client()


def needs(access: Access) -> bool:
    return access.token == "access"


@pytest.mark.asvs("6.3.3")
def test_before_that_no_others_than_these_are_open(
    client: FlaskClient, ada: Person, time: SetClock, subtests: pytest.Subtests
) -> None:
    for name in {name for name, endpoint in ENDPOINTS.items() if needs(endpoint.access)} - OPEN:
        with subtests.test(name):
            assert_refused(send(client, name, ada, json=BODIES.get(name)), FIRST)


@pytest.mark.asvs("6.3.3")
@pytest.mark.parametrize("name", sorted(OPEN))
def test_before_that_these_are_open(client: FlaskClient, ada: Person, name: str, time: SetClock) -> None:
    answer = send(client, name, ada, json=BODIES.get(name))
    assert answer.json.get("code") != FIRST[1], answer.text


@pytest.mark.asvs("6.3.3")
def test_its_tokens_are_no_access_tokens_to_other_services(client: FlaskClient, ada: Person) -> None:
    header, claims = opened(ada.access_token)
    assert header["typ"] == "enrol+jwt"
    assert claims["aud"].endswith("/user/factors/")
    for method in ("GET", "POST"):
        refreshed = client.open("/user/refresh-token/", method=method, headers=ada.refreshing).json["access_token"]
        assert opened(refreshed)[0]["typ"] == "enrol+jwt"
        assert client.post("/oauth/introspect", data={"token": refreshed}, headers=basic()).json == {"active": False}
        assert_refused(client.get("/forward-auth", headers=bearer(refreshed)), FIRST)


def test_the_first_factor_opens_everything(client: FlaskClient, ada: Person, time: SetClock) -> None:
    assert opens(client, ada) == 403
    app = enrol(client, ada)
    assert opens(client, ada) == 200
    refreshed = client.get("/user/refresh-token/", headers=ada.refreshing).json["access_token"]
    assert opens(client, ada, refreshed) == 200
    assert opens(client, log_in(client, ada, app)) == 200


def test_it_can_be_enrolled_where_a_recent_log_in_is_asked_for(make_app: Callable[..., Flask], time: SetClock) -> None:
    client = make_app(second_factor="required", reauthentication=True).test_client()
    ada = People(client).join("ada")
    time.pass_(minutes=6)
    assert_refused(begin(client, ada), (401, "insufficient_user_authentication"))
    again = client.post("/user/reauthenticate", json={"password": ada.password}, headers=ada.signed)
    assert opened(again.json["access_token"])[0]["typ"] == "enrol+jwt"
    ada.access_token = again.json["access_token"]
    enrol(client, ada)
    assert opens(client, ada) == 200


def test_its_session_ends_by_a_logout_and_by_a_revocation(client: FlaskClient, ada: Person, eve: Person) -> None:
    assert client.post("/user/logout/", headers=ada.signed).status_code == 200
    assert client.post("/oauth/revoke", data={"token": eve.access_token}, headers=basic()).status_code == 200
    for person in (ada, eve):
        assert_refused(client.get("/user/factors", headers=person.signed), (401, "invalid_token"))


def test_the_last_factor_cannot_be_removed(client: FlaskClient, ada: Person, time: SetClock) -> None:
    one = enrol(client, ada)
    assert_refused(client.delete(f"/user/factors/{one.id}", headers=ada.signed), (409, "last_factor"))
    enrol(client, ada)
    assert client.delete(f"/user/factors/{one.id}", headers=ada.signed).status_code == 200


def test_of_administrators_alone_it_can_be_asked(make_app: Callable[..., Flask], time: SetClock) -> None:
    app = make_app(second_factor="administrators")
    people = People(app.test_client())
    ada, root = people.join("ada"), people.appoint(app, "root")
    assert (opens(people.client, ada), opens(people.client, root)) == (200, 403)
    enrol(people.client, root)
    assert people.client.get("/user", headers=root.signed).status_code == 200


def test_sessions_of_before_obey_at_their_next_refresh(make_app: Callable[..., Flask], time: SetClock) -> None:
    ada = People(make_app().test_client()).join("ada")
    client = make_app(second_factor="required").test_client()
    assert opens(client, ada) == 200
    refreshed = client.get("/user/refresh-token/", headers=ada.refreshing).json["access_token"]
    assert_refused(client.get(f"/user/{ada.uuid}", headers=bearer(refreshed)), FIRST)


def test_what_is_asked_for_is_not_asked_twice(client: FlaskClient, ada: Person, time: SetClock) -> None:
    """The old token goes on being one to enrol with, and enrols nothing more without the factor."""
    before = ada.access_token
    app = enrol(client, ada)
    assert_refused(client.get(f"/user/{ada.uuid}", headers=bearer(before)), FIRST)
    assert first(client, ada).status_code == 403
    second = Authenticator(begin(client, ada).json["secret"])
    assert_refused(verify(client, ada, app.id, second.code()), (403, "invalid_proof"))


ANSWER: dict[str, Any] = {"status": 403, "code": "enrolment_required", "message": "Set up a second factor first."}


def test_the_refusal_says_what_to_do(client: FlaskClient, ada: Person) -> None:
    assert client.get("/user", headers=ada.signed).json == ANSWER
