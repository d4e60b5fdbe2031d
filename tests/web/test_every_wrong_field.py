"""422 names every wrong field, whatever is wrong with it."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.support.people import Person

WRONG = {"username": "a b", "mobile": "12", "email": "ada", "locale": "!", "password": "short"}
RIGHT = {"username": "ada", "mobile": "01712345678", "email": "ada@example.org", "password": "password"}


def wrong_fields(answer: Any) -> set[str]:
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_input"), answer.text
    return set(answer.json["errors"])


def test_a_registration_is_refused_with_all_its_wrong_fields(client: FlaskClient) -> None:
    assert wrong_fields(client.post("/user", json=WRONG)) == set(WRONG)


@pytest.mark.parametrize("field", WRONG)
def test_a_right_field_is_not_named(client: FlaskClient, field: str) -> None:
    body = {name: value for name, value in WRONG.items() if name != field}
    body |= {field: RIGHT[field]} if field in RIGHT else {}
    assert wrong_fields(client.post("/user", json=body)) == set(WRONG) - {field}


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"role": "admin"}, "role"),
        ({"locale": 7}, "locale"),
        ({"password": None}, "password"),
        ({"mobile": ""}, "mobile"),
    ],
)
def test_wrong_shapes_and_wrong_values_are_named_together(
    client: FlaskClient, more: dict[str, Any], named: str
) -> None:
    assert wrong_fields(client.post("/user", json=WRONG | more)) == {*WRONG, named}


def test_a_missing_contact_is_named_beside_the_rest(client: FlaskClient) -> None:
    answer = client.post("/user", json={"username": "a b", "password": "short"})
    assert wrong_fields(answer) == {"username", "mobile", "email", "password"}


def test_a_change_is_refused_with_all_its_wrong_fields(client: FlaskClient, ada: Person) -> None:
    body = {"username": "a b", "mobile": "12", "email": "ada", "gender": "x", "locale": "!"}
    path = f"/user/{ada.uuid}"
    assert wrong_fields(client.patch(path, json=body, headers=ada.signed)) == set(body)
    assert wrong_fields(client.patch(path, json=body | {"role": "admin"}, headers=ada.signed)) == {*body, "role"}
    body = {"email": "ada", "gender": "x", "mobile": "12"}
    assert wrong_fields(client.patch(path, json=body, headers=ada.signed)) == set(body)


def test_an_activation_is_refused_with_both(client: FlaskClient) -> None:
    body = {"username": "a b", "mobile": "12"}
    assert wrong_fields(client.post("/user/activate-account/", json=body)) == set(body)
