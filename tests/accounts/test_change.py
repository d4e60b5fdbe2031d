"""PATCH /user/:uuid: what can be changed, and what cannot."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.letters import Letters
from tests.support.people import People, Person
from tests.web.endpoints import contents


def patch(client: FlaskClient, person: Person, **changes: Any) -> TestResponse:
    return client.patch(f"/user/{person.uuid}", json=changes, headers=person.signed)


@pytest.mark.asvs("8.2.3")
@pytest.mark.asvs("15.3.3")
@pytest.mark.parametrize(
    "field",
    [
        "status",
        "role",
        "uuid",
        "id",
        "password",
        "password_hash",
        "credentials_version",
        "activated_at",
        "deactivated_at",
        "created_at",
        "is_admin",
        "username_key",
        "mobile_key",
        "mobile_verified_at",
        "email_verified_at",
        "email_key",
        "last_login_at",
        "__class__",
        "Username",
    ],
)
@pytest.mark.parametrize("caller", ["ada", "admin"])
def test_no_other_field_can_be_set(app: Flask, ada: Person, admin: Person, field: str, caller: str) -> None:
    before = contents(app)
    signed = {"ada": ada, "admin": admin}[caller].signed
    changes = {field: "admin", "username": "grace", "gender": "Male"}
    answer = app.test_client().patch(f"/user/{ada.uuid}", json=changes, headers=signed)
    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
    assert contents(app) == before


@pytest.mark.every_engine
def test_the_language_of_messages_can_be_set_and_removed_and_is_not_shown(
    client: FlaskClient, ada: Person, letters: Letters
) -> None:
    documented = {"uuid", "username", "mobile", "status"}
    for number, (locale, used) in enumerate([("bn-BD", "bn"), ("de_DE", "de"), ("xx", "en"), (None, "en")]):
        assert patch(client, ada, locale=locale).json["data"].keys() == documented
        body = {"old_password": f"password{number - 1 if number else ''}", "new_password": f"password{number}"}
        client.post(f"/user/change-password/{ada.uuid}", json=body, headers=ada.signed)
        assert letters.one("password_changed").locale == used
    answer = patch(client, ada, locale="de DE")
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["locale"])


@pytest.mark.every_engine
def test_email_and_gender_appear_once_they_have_a_value_and_null_removes_them(client: FlaskClient, ada: Person) -> None:
    documented = {"uuid", "username", "mobile", "status"}
    assert client.get(f"/user/{ada.uuid}", headers=ada.signed).json["data"].keys() == documented
    assert patch(client, ada, email="Ada@Example.org").json["data"].keys() == documented | {"email"}
    data = patch(client, ada, gender="Female").json["data"]
    assert (data["email"], data["gender"]) == ("Ada@Example.org", "Female")
    assert client.get(f"/user/{ada.uuid}", headers=ada.signed).json["data"] == data
    assert client.get("/user", headers=ada.signed).json["data"] == [data]
    assert patch(client, ada, email=None).json["data"].keys() == documented | {"gender"}
    assert patch(client, ada, gender=None).json["data"].keys() == documented
    assert client.get(f"/user/{ada.uuid}", headers=ada.signed).json["data"].keys() == documented


def test_what_is_left_out_stays(client: FlaskClient, ada: Person) -> None:
    first = patch(client, ada, email="ada@example.org", gender="Female").json["data"]
    assert patch(client, ada, username="grace").json["data"] == first | {"username": "grace"}
    assert patch(client, ada).json["data"] == first | {"username": "grace"}


@pytest.mark.parametrize(("written", "kept"), [("male", "Male"), ("MALE", "Male"), ("fEmAlE", "Female")])
def test_gender_is_male_or_female_in_any_letter_case(client: FlaskClient, ada: Person, written: str, kept: str) -> None:
    assert patch(client, ada, gender=written).json["data"]["gender"] == kept


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("gender", "other"),
        ("gender", " Male"),
        ("gender", ""),
        ("username", None),
        ("username", "a b"),
        ("mobile", None),
        ("mobile", "12"),
        ("email", ""),
        ("email", "ada"),
        ("email", "ada@example.org, eve@example.org"),
        ("email", "ada@[127.0.0.1]"),
        ("email", "ada@example.org\r\nBcc: eve@example.org"),
    ],
)
def test_a_bad_value_is_named_and_changes_nothing(app: Flask, ada: Person, field: str, value: str | None) -> None:
    before = contents(app)
    changes = {"gender": "Male", "username": "grace"} | {field: value}
    answer = patch(app.test_client(), ada, **changes)
    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
    assert contents(app) == before


@pytest.mark.every_engine
@pytest.mark.parametrize("own", ["ada", "ADA", "Ａda"])
def test_ones_own_username_may_be_written_otherwise(client: FlaskClient, ada: Person, own: str) -> None:
    assert patch(client, ada, username=own).json["data"]["username"] == own
    answer = client.post("/user/login", json={"username": "ada", "password": "password"})
    assert answer.status_code == 200


@pytest.mark.every_engine
def test_ones_own_mobile_and_email_may_be_written_otherwise(client: FlaskClient, people: People) -> None:
    ada = people.join("ada", mobile="01712345678")
    assert patch(client, ada, mobile="0171-2345678").json["data"]["mobile"] == "0171-2345678"
    assert patch(client, ada, email="ada@example.org").status_code == 200
    assert patch(client, ada, email="ADA@example.org").json["data"]["email"] == "ADA@example.org"


@pytest.mark.every_engine
@pytest.mark.asvs("1.1.2")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "o'neil&co+%41=x{}`|~!#$*/?^@example.org"),
        ("email", "ada@bücher.example"),
        ("email", "জোহরা@example.org"),
        ("mobile", "  (0171) 234-56/78 "),
        ("mobile", "০১৭১ ２３４ 5678"),
        ("username", "Ḁ́da.+_-ﬁ"),
    ],
)
def test_what_is_shown_is_what_was_written_character_by_character(
    client: FlaskClient, ada: Person, field: str, value: str
) -> None:
    assert patch(client, ada, **{field: value}).json["data"][field] == value
    assert client.get(f"/user/{ada.uuid}", headers=ada.signed).json["data"][field] == value
    assert client.get("/user", headers=ada.signed).json["data"][0][field] == value


@pytest.mark.every_engine
@pytest.mark.parametrize(
    ("field", "value"), [("username", "EVE"), ("mobile", "0171 234 5678"), ("email", "EVE@Example.ORG")]
)
def test_what_another_has_is_taken_and_nothing_changes(
    app: Flask, people: People, ada: Person, field: str, value: str
) -> None:
    eve = people.join("eve", mobile="01712345678")
    assert patch(people.client, eve, email="eve@example.org").status_code == 200
    before = contents(app)
    answer = patch(people.client, ada, **{"gender": "Male", field: value})
    assert (answer.status_code, answer.json["code"]) == (409, f"{field}_taken")
    assert contents(app) == before


@pytest.mark.every_engine
def test_what_is_given_up_is_free_for_others(client: FlaskClient, people: People, eve: Person) -> None:
    ada = people.join("ada", mobile="01712345678")
    patch(client, ada, email="ada@example.org")
    assert patch(client, ada, username="grace", mobile="01887654321", email="grace@example.org").status_code == 200
    assert patch(client, eve, username="ada", mobile="01712345678", email="ada@example.org").status_code == 200


@pytest.mark.every_engine
@pytest.mark.parametrize(("field", "value"), [("mobile", "01712345678"), ("email", "bob@example.org")])
def test_where_changes_must_be_proven_an_unproven_address_takes_nobodys_place(
    make_app: Callable[..., Flask], field: str, value: str
) -> None:
    people = People(make_app(change_proof=True, message_interval=timedelta(0)).test_client())
    ada, eve = people.join("ada"), people.join("eve")
    for person in (ada, eve):
        assert patch(people.client, person, **{field: value}).json["pending"] == {field: value}
    assert people.register("bob", mobile="01712345678").uuid


def test_an_email_whose_normal_form_is_too_long_is_refused(client: FlaskClient, ada: Person) -> None:
    """One letter that stands for eighteen: what is compared would not fit its column."""
    answer = client.patch(f"/user/{ada.uuid}", json={"email": "\ufdfa" * 20 + "@example.org"}, headers=ada.signed)
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["email"])
