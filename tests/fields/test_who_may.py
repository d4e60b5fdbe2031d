"""A field is read and written by those whom its declaration names."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.roles.staff import Staff
from tests.support.people import Person

OWN = {"card": None, "team": None, "level": None, "news": None, "born": None, "tongues": None}
OF_STAFF = {"card": None, "team": None, "remark": None}
UNKNOWN = ["This field is unknown or cannot be set."]


def patch(client: FlaskClient, of: Person, by: Person, **fields: Any) -> TestResponse:
    return client.patch(f"/user/{of.uuid}", json={"fields": fields}, headers=by.signed)


def seen(client: FlaskClient, of: Person, by: Person) -> Any:
    answer = client.get(f"/user/{of.uuid}", headers=by.signed)
    assert answer.status_code == 200, answer.text
    listed = {each["uuid"]: each for each in client.get("/user", headers=by.signed).json["data"]}
    assert listed[of.uuid] == answer.json["data"]
    return answer.json["data"].get("fields")


@pytest.mark.every_engine
@pytest.mark.asvs("8.2.3")
def test_users_see_their_own_staff_see_those_of_staff_and_others_see_none(
    client: FlaskClient, ada: Person, eve: Person, root: Person
) -> None:
    assert seen(client, ada, ada) == OWN
    assert patch(client, ada, root, team="Archive", remark="owes a book").status_code == 200
    assert patch(client, ada, ada, level=3, card="1815").status_code == 200
    assert seen(client, ada, ada) == OWN | {"team": "Archive", "level": 3, "card": "1815"}
    assert seen(client, ada, root) == {"card": "1815", "team": "Archive", "remark": "owes a book"}
    assert seen(client, ada, eve) is None
    assert seen(client, eve, eve) == OWN


def test_staff_read_their_own_as_users_and_as_staff(client: FlaskClient, root: Person) -> None:
    assert patch(client, root, root, remark="new here", level=1).status_code == 200
    assert seen(client, root, root) == OWN | {"remark": "new here", "level": 1}


@pytest.mark.asvs("8.2.3")
@pytest.mark.parametrize("name", ["team", "remark", "salary", "uuid", "__class__", ""])
def test_a_user_cannot_tell_a_field_that_others_write_from_one_that_is_not_there(
    client: FlaskClient, ada: Person, name: str
) -> None:
    answer = patch(client, ada, ada, **{name: "Archive", "card": "1815"})
    assert (answer.status_code, answer.json["errors"]) == (422, {f"fields.{name}": UNKNOWN})
    assert seen(client, ada, ada) == OWN


def test_staff_do_not_write_what_only_the_user_writes(client: FlaskClient, ada: Person, root: Person) -> None:
    assert patch(client, ada, root, level=1).json["errors"] == {"fields.level": UNKNOWN}


@pytest.mark.asvs("8.2.1")
def test_it_takes_the_permission_to_write_users(app: Flask, client: FlaskClient, ada: Person) -> None:
    reader = Staff(app).with_permissions("sue", "users:read")
    assert seen(client, ada, reader) == OF_STAFF
    assert patch(client, ada, reader, team="Archive").status_code == 403
    assert patch(client, reader, reader, team="Archive").json["errors"] == {"fields.team": UNKNOWN}
    assert seen(client, ada, ada) == OWN


def test_a_cookie_and_a_personal_token_read_the_same(client: FlaskClient, ada: Person) -> None:
    assert patch(client, ada, ada, level=3).status_code == 200
    body = {"name": "script", "scope": ["account:read"], "expires_in_days": 1}
    made = client.post("/user/personal-tokens", json=body, headers=ada.signed)
    assert made.status_code == 201, made.text
    answer = client.get(f"/user/{ada.uuid}", headers={"Authorization": f"Bearer {made.json['data']['token']}"})
    assert answer.json["data"]["fields"]["level"] == 3


def test_nobody_learns_fields_by_activating_an_account(client: FlaskClient) -> None:
    body = {"username": "grace", "mobile": "01712345678", "password": "password", "fields": {"card": "1906"}}
    made = client.post("/user", json=body)
    assert (made.status_code, made.json["data"]["fields"]["card"]) == (201, "1906")
    assert "fields" not in client.post("/user/activate-account/", json={"mobile": "01712345678"}).json["data"]


def test_the_support_sees_those_of_staff(client: FlaskClient, ada: Person, root: Person) -> None:
    assert client.get(f"/admin/users/{ada.uuid}", headers=root.signed).json["data"]["fields"] == OF_STAFF


def test_staff_who_create_a_user_write_those_of_staff(client: FlaskClient, root: Person) -> None:
    body = {"username": "grace", "email": "grace@example.org", "reason": "called", "fields": {"team": "Archive"}}
    uuid = client.post("/admin/users", json=body, headers=root.signed).json["data"]["uuid"]
    assert client.get(f"/user/{uuid}", headers=root.signed).json["data"]["fields"]["team"] == "Archive"
    wrong = client.post("/admin/users", json=body | {"username": "x y", "fields": {"level": 1}}, headers=root.signed)
    assert set(wrong.json["errors"]) == {"username", "fields.level"}


@pytest.mark.parametrize("given", [None, [], "x", 1])
def test_the_member_is_an_object(client: FlaskClient, ada: Person, given: Any) -> None:
    answer = client.patch(f"/user/{ada.uuid}", json={"fields": given}, headers=ada.signed)
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["fields"])


def test_without_a_file_the_member_is_as_unknown_as_any(make_app: Callable[..., Flask]) -> None:
    client = make_app().test_client()
    body = {"username": "ada", "mobile": "01712345678", "password": "password"}
    for given in ({}, {"card": "1"}, None):
        answer = client.post("/user", json=body | {"fields": given})
        assert (answer.status_code, answer.json["errors"]) == (422, {"fields": UNKNOWN})
