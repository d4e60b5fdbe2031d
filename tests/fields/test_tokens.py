"""Services read fields in tokens and by introspection, where the declaration says so."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.door.lanes import by_flask, by_lane, environ_for
from tests.fields.conftest import LIBRARY, Declare
from tests.fields.test_who_may import patch
from tests.oauth.ask import FORM, introspect
from tests.roles.staff import Staff
from tests.scopes.test_ask import claims_of
from tests.support.people import People, Person, bearer
from tests.support.time import SetClock
from tests.web.endpoints import basic

TOLD = {"team": "Archive"}


@pytest.fixture
def ada(client: FlaskClient, people: People, ada: Person, root: Person) -> Person:
    """ada, of whom services may know two fields; one is in tokens. Hers are of before."""
    patch(client, ada, root, team="Archive", remark="owes a book")
    patch(client, ada, ada, level=3, card="1815")
    return ada


@pytest.mark.every_engine
def test_a_token_has_the_fields_of_the_moment_of_its_log_in_and_refresh(
    client: FlaskClient, people: People, time: SetClock, ada: Person, root: Person
) -> None:
    assert "fields" not in claims_of(ada.access_token)
    again = people.log_in(ada)
    assert claims_of(again.access_token)["fields"] == TOLD
    patch(client, ada, root, team="Reading room")
    time.pass_(seconds=1)
    refreshed = client.get("/user/refresh-token/", headers=again.refreshing)
    assert claims_of(refreshed.json["access_token"])["fields"] == {"team": "Reading room"}
    rotated = client.post("/user/refresh-token/", headers=again.refreshing)
    assert claims_of(rotated.json["access_token"])["fields"] == {"team": "Reading room"}
    body = {"password": ada.password}
    renewed = client.post("/user/reauthenticate", json=body, headers=again.signed)
    assert claims_of(renewed.json["access_token"])["fields"] == {"team": "Reading room"}
    patch(client, ada, root, team=None)
    assert "fields" not in claims_of(people.log_in(ada).access_token)


@pytest.mark.every_engine
def test_introspection_tells_what_services_may_read_as_it_is_now(client: FlaskClient, ada: Person) -> None:
    assert introspect(client, ada.access_token)["fields"] == {"team": "Archive", "level": 3}
    patch(client, ada, ada, level=None)
    assert introspect(client, ada.access_token)["fields"] == TOLD


def test_introspection_of_a_personal_token_tells_them(client: FlaskClient, ada: Person) -> None:
    body = {"name": "script", "scope": ["services"], "expires_in_days": 1}
    token = client.post("/user/personal-tokens", json=body, headers=ada.signed).json["data"]["token"]
    assert introspect(client, token)["fields"] == {"team": "Archive", "level": 3}


@pytest.mark.parametrize(("scope", "told"), [("account:read", None), ("account:read services", TOLD)])
def test_a_token_that_is_for_no_service_tells_no_fields(
    client: FlaskClient, ada: Person, scope: str, told: dict[str, str] | None
) -> None:
    body = {"username": "ada", "password": ada.password, "scope": scope}
    token = client.post("/user/login", json=body).json["access_token"]
    assert claims_of(token).get("fields") == told


def test_a_value_that_fits_its_declaration_no_longer_is_in_no_token(declare: Declare, ada: Person) -> None:
    later = People(declare(LIBRARY.replace('"Archive", ', "")).test_client())
    token = later.log_in(ada).access_token
    assert "fields" not in claims_of(token)
    assert introspect(later.client, token)["fields"]["team"] == "Archive"


def test_a_token_with_the_longest_value_is_taken(declare: Declare) -> None:
    text = 'type = "text"\nmax_length = 120\nread = ["user", "service"]\nwrite = ["user"]\ntoken = true\n'
    people = People(declare(f"[a]\n{text}").test_client())
    root = people.appoint(people.client.application, "root")
    patch(people.client, root, root, a="😀" * 120)
    again = people.log_in(root)
    assert claims_of(again.access_token)["fields"] == {"a": "😀" * 120}
    assert people.client.get("/user", headers=again.signed).status_code == 200


def test_where_no_field_is_in_tokens_none_has_the_claim(declare: Declare, ada: Person) -> None:
    quiet = People(declare(LIBRARY.replace("token = true", "")).test_client())
    again = quiet.log_in(ada)
    refreshed = quiet.client.get("/user/refresh-token/", headers=again.refreshing).json["access_token"]
    assert "fields" not in {*claims_of(again.access_token), *claims_of(refreshed)}


def test_the_token_of_staff_who_act_as_the_user_has_them(app: Flask, client: FlaskClient, ada: Person) -> None:
    sue = Staff(app).with_permissions("sue", "users:impersonate")
    path = f"/admin/users/{ada.uuid}/impersonate"
    token = client.post(path, json={"reason": "called"}, headers=sue.signed).json["access_token"]
    assert claims_of(token)["fields"] == TOLD
    seen = client.get(f"/user/{ada.uuid}", headers=bearer(token)).json["data"]["fields"]
    assert (seen["level"], "remark" in seen) == (3, False)


def test_the_fast_lane_answers_as_flask_does(app: Flask, people: People, ada: Person) -> None:
    ada = people.log_in(ada)
    form = {**basic(), "Content-Type": FORM}
    environs = [
        environ_for(f"GET /user/{ada.uuid}", headers=ada.signed),
        environ_for("GET /user/refresh-token/", headers=ada.refreshing),
        environ_for("POST /oauth/introspect", headers=form, body=f"token={ada.access_token}".encode()),
    ]
    whole = [by_flask(app, environ) for environ in environs]
    hasty = by_lane(app, *environs)
    for slow, fast in zip(whole, hasty, strict=True):
        assert fast is not None
        assert (fast.status, _without_token(fast.body)) == (slow.status, _without_token(slow.body))
        assert b"Archive" in fast.body or b"access_token" in fast.body


def _without_token(body: Any) -> bytes:
    """A refreshed token differs in its name, and in nothing that is asked here."""
    text = bytes(body)
    return text.partition(b'"access_token"')[0]
