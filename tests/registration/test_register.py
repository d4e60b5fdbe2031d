"""POST /user: a new account, and what is taken in whatever way it is written."""

from itertools import product
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.people import People, Person
from tests.web.endpoints import contents

BODY = {"username": "Ada.Lovelace", "mobile": "0171 234-5678", "password": "password"}


@pytest.mark.every_engine
@pytest.mark.asvs("15.3.1")
def test_a_new_account_is_shown_as_it_was_written_and_is_not_active(client: FlaskClient) -> None:
    answer = client.post("/user", json=BODY)
    assert answer.status_code == 201
    data = {"uuid": answer.json["data"]["uuid"], "status": False}
    data |= {"username": "Ada.Lovelace", "mobile": "0171 234-5678"}
    assert answer.json == {"data": data, "message": "Account created successfully!", "status": 201}


def test_a_mobile_number_is_shown_as_written_ever_after(client: FlaskClient, people: People) -> None:
    ada = people.join("ada", mobile="01-FLOWERS")
    assert client.get(f"/user/{ada.uuid}", headers=ada.signed).json["data"]["mobile"] == "01-FLOWERS"


@pytest.mark.every_engine
@pytest.mark.asvs("1.1.1")
@pytest.mark.parametrize("other", ["ada.lovelace", "ADA.LOVELACE", "Ａｄａ.Ｌｏｖｅｌａｃｅ", "𝐀𝐝𝐚.𝐋𝐨𝐯𝐞𝐥𝐚𝐜𝐞"])
def test_a_username_is_taken_in_every_case_width_and_form(client: FlaskClient, other: str) -> None:
    client.post("/user", json=BODY)
    answer = client.post("/user", json=BODY | {"username": other, "mobile": "01898765432"})
    assert (answer.status_code, answer.json["code"]) == (409, "username_taken")


@pytest.mark.every_engine
@pytest.mark.asvs("1.1.1")
@pytest.mark.parametrize(
    "other",
    ["01712345678", " 0171 (234) 5678", "0171/234.5678", "０１７１２３４５６７８", "0171AdGJmPt", "০১৭১২৩৪৫৬৭৮"],
)
def test_a_mobile_number_is_taken_in_every_way_to_write_it(client: FlaskClient, other: str) -> None:
    client.post("/user", json=BODY)
    answer = client.post("/user", json=BODY | {"username": "grace", "mobile": other})
    assert (answer.status_code, answer.json["code"]) == (409, "mobile_taken")


@pytest.mark.every_engine
@pytest.mark.asvs("2.3.3")
@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"mobile": "01898765432"}, 409),
        ({"username": "grace"}, 409),
        ({"username": "grace", "mobile": "01898765432", "password": "seven77"}, 422),
        ({"username": "no spaces", "mobile": "01898765432"}, 422),
        ({"username": "grace", "mobile": "123"}, 422),
    ],
)
def test_a_refused_registration_leaves_nothing_behind(app: Flask, change: dict[str, Any], status: int) -> None:
    client = app.test_client()
    client.post("/user", json=BODY)
    before = contents(app)
    assert client.post("/user", json=BODY | change).status_code == status
    assert contents(app) == before


@pytest.mark.asvs("15.3.3")
@pytest.mark.parametrize(
    "more",
    [{"role": "admin"}, {"status": True}, {"uuid": "0" * 36}, {"email_verified_at": None}, {"activated_at": None}],
)
def test_nobody_gives_themselves_more_by_registering(client: FlaskClient, more: dict[str, Any]) -> None:
    answer = client.post("/user", json=BODY | more)
    assert (answer.status_code, list(answer.json["errors"])) == (422, list(more))
    assert client.post("/user", json=BODY).status_code == 201


@pytest.mark.parametrize("missing", ["username", "password"])
def test_a_username_and_a_password_are_required(client: FlaskClient, missing: str) -> None:
    answer = client.post("/user", json={key: value for key, value in BODY.items() if key != missing})
    assert (answer.status_code, answer.json["errors"]) == (422, {missing: ["This field is required."]})


def test_a_mobile_number_or_an_address_is_required_and_both_are_named(client: FlaskClient) -> None:
    answer = client.post("/user", json={"username": "ada", "password": "password"})
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["mobile", "email"])


@pytest.mark.every_engine
def test_an_account_may_have_an_address_in_place_of_a_number(client: FlaskClient, people: People) -> None:
    body = {"username": "ada", "email": "Ada@Example.org", "password": "password"}
    answer = client.post("/user", json=body)
    data = {"uuid": answer.json["data"]["uuid"], "username": "ada", "mobile": None, "status": False}
    data |= {"email": "Ada@Example.org"}
    assert answer.json == {"data": data, "message": "Account created successfully!", "status": 201}
    answer = client.post("/user/activate-account/", json={"email": "ada@EXAMPLE.org"})
    assert (answer.status_code, answer.json["data"]) == (200, data | {"status": True})
    ada = people.log_in(Person(data["uuid"], "ada", "", "password"))
    listed = client.get("/user", headers=ada.signed).json["data"]
    assert listed == [data | {"status": True}]
    answer = client.patch(f"/user/{ada.uuid}", json={"gender": "Female"}, headers=ada.signed)
    assert answer.json["data"] == data | {"status": True, "gender": "Female"}


@pytest.mark.every_engine
@pytest.mark.parametrize("other", ["ADA@example.org", "ａda@example.org", "ada@EXAMPLE.org"])
def test_an_address_is_taken_in_every_way_to_write_it(client: FlaskClient, other: str) -> None:
    client.post("/user", json={"username": "ada", "email": "ada@example.org", "password": "password"})
    answer = client.post("/user", json=BODY | {"username": "grace", "email": other})
    assert (answer.status_code, answer.json["code"]) == (409, "email_taken")


@pytest.mark.parametrize(
    ("locale", "status"),
    [
        ("bn", 201),
        ("pt-BR", 201),
        ("zh-Hant-TW", 201),
        ("de_DE", 201),
        ("de__DE", 422),
        ("", 422),
        ("en\r\nX: y", 422),
        ("e" * 36, 422),
    ],
)
def test_a_locale_has_the_shape_of_a_language_tag_and_is_not_shown(
    client: FlaskClient, locale: str, status: int
) -> None:
    answer = client.post("/user", json=BODY | {"locale": locale})
    assert answer.status_code == status
    assert "locale" not in answer.json.get("data", {})
    assert list(answer.json.get("errors", {})) == (["locale"] if status == 422 else [])


@pytest.mark.asvs("1.3.11")
@pytest.mark.parametrize(
    ("field", "unseen"),
    [
        *product(["username", "mobile", "email"], ["\r\n", "\n", "\0", "\u2028"]),
        *product(["username", "email"], ["\u202e", "\u2066", "\u200b"]),  # a number is read without them
    ],
    ids=ascii,
)
def test_no_identifier_has_a_line_end_or_turns_the_writing(app: Flask, field: str, unseen: str) -> None:
    right = {"username": "ada", "mobile": "01712345678", "email": "ada@example.org"}[field]
    client, before = app.test_client(), contents(app)
    for wrong in (right[:3] + unseen + right[3:], right + unseen, unseen + right):
        answer = client.post("/user", json=BODY | {field: wrong})
        assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
    assert contents(app) == before


@pytest.mark.parametrize(
    ("password", "status"), [("1234567", 422), ("éééééée", 422), ("12345678", 201), ("é" * 8, 201)]
)
def test_a_password_has_at_least_eight_characters(client: FlaskClient, password: str, status: int) -> None:
    answer = client.post("/user", json=BODY | {"password": password})
    assert answer.status_code == status
    assert list(answer.json.get("errors", {})) == (["password"] if status == 422 else [])
