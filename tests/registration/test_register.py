"""POST /user: a new account, and what is taken in whatever way it is written."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.people import People
from tests.web.endpoints import contents

BODY = {"username": "Ada.Lovelace", "mobile": "0171 234-5678", "password": "password"}


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


@pytest.mark.asvs("1.1.1")
@pytest.mark.parametrize("other", ["ada.lovelace", "ADA.LOVELACE", "Ａｄａ.Ｌｏｖｅｌａｃｅ", "𝐀𝐝𝐚.𝐋𝐨𝐯𝐞𝐥𝐚𝐜𝐞"])
def test_a_username_is_taken_in_every_case_width_and_form(client: FlaskClient, other: str) -> None:
    client.post("/user", json=BODY)
    answer = client.post("/user", json=BODY | {"username": other, "mobile": "01898765432"})
    assert (answer.status_code, answer.json["code"]) == (409, "username_taken")


@pytest.mark.asvs("1.1.1")
@pytest.mark.parametrize(
    "other",
    ["01712345678", " 0171 (234) 5678", "0171/234.5678", "０１７１２３４５６７８", "0171AdGJmPt", "০১৭১২৩৪৫৬৭৮"],
)
def test_a_mobile_number_is_taken_in_every_way_to_write_it(client: FlaskClient, other: str) -> None:
    client.post("/user", json=BODY)
    answer = client.post("/user", json=BODY | {"username": "grace", "mobile": other})
    assert (answer.status_code, answer.json["code"]) == (409, "mobile_taken")


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
    [{"role": "admin"}, {"status": True}, {"uuid": "0" * 36}, {"email": "ada@example.org"}, {"activated_at": None}],
)
def test_nobody_gives_themselves_more_by_registering(client: FlaskClient, more: dict[str, Any]) -> None:
    answer = client.post("/user", json=BODY | more)
    assert (answer.status_code, list(answer.json["errors"])) == (422, list(more))
    assert client.post("/user", json=BODY).status_code == 201


@pytest.mark.parametrize("missing", ["username", "mobile", "password"])
def test_each_of_the_three_fields_is_required(client: FlaskClient, missing: str) -> None:
    answer = client.post("/user", json={key: value for key, value in BODY.items() if key != missing})
    assert (answer.status_code, answer.json["errors"]) == (422, {missing: ["This field is required."]})


@pytest.mark.parametrize(
    ("password", "status"), [("1234567", 422), ("éééééée", 422), ("12345678", 201), ("é" * 8, 201)]
)
def test_a_password_has_at_least_eight_characters(client: FlaskClient, password: str, status: int) -> None:
    answer = client.post("/user", json=BODY | {"password": password})
    assert answer.status_code == status
    assert list(answer.json.get("errors", {})) == (["password"] if status == 422 else [])
