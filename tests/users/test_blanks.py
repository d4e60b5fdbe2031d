"""A blank before or behind an identifier is no part of it, wherever it is sent; in a password each counts."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.letters import Letters
from tests.support.people import People, Person
from tests.support.time import SetClock

BLANKS = ["{} ", " {}", "\t{}\u00a0", "\u3000{}"]


@pytest.mark.parametrize("around", BLANKS, ids=ascii)
def test_identifiers_are_stored_and_shown_without_the_blanks_around_them(client: FlaskClient, around: str) -> None:
    right = {"username": "ada", "email": "ada@example.org"}
    body = {name: around.format(value) for name, value in right.items()} | {"password": "password"}
    data = client.post("/user", json=body).json["data"]
    assert {name: data[name] for name in right} == right


@pytest.mark.parametrize("around", BLANKS, ids=ascii)
def test_a_log_in_finds_the_user(client: FlaskClient, ada: Person, around: str) -> None:
    body = {"username": around.format(ada.username), "password": ada.password}
    assert client.post("/user/login", json=body).status_code == 200


@pytest.mark.parametrize("around", BLANKS, ids=ascii)
def test_so_does_every_other_look_up(app: Flask, people: People, time: SetClock, around: str) -> None:
    ada = people.settle("ada", email="ada@example.org")
    client, letters = app.test_client(), Letters(app)
    for path, purpose in (("login/code", "login"), ("forgot-password", "reset")):
        for name, value in (("username", "ada"), ("mobile", ada.mobile), ("email", "ada@example.org")):
            time.pass_(minutes=2)
            assert client.post(f"/user/{path}", json={name: around.format(value)}).status_code == 202
            assert letters.one(purpose).values["username"] == "ada"
    signed = people.log_in(ada).signed
    found = client.get("/user", query_string={"q": around.format("ada@example.org")}, headers=signed).json["data"]
    assert [user["username"] for user in found] == ["ada"]


def test_a_change_is_trimmed_too(client: FlaskClient, ada: Person) -> None:
    body = {"username": " grace ", "email": " grace@example.org "}
    data = client.patch(f"/user/{ada.uuid}", json=body, headers=ada.signed).json["data"]
    assert (data["username"], data["email"]) == ("grace", "grace@example.org")


@pytest.mark.parametrize("around", BLANKS, ids=ascii)
def test_a_number_is_one_with_and_without_blanks_and_shown_as_it_was_written(
    client: FlaskClient, people: People, around: str
) -> None:
    person = people.join("ada", mobile=around.format("01898765432"))
    data = client.get(f"/user/{person.uuid}", headers=person.signed).json["data"]
    assert data["mobile"] == around.format("01898765432")
    body = {"username": "eve", "mobile": "01898765432", "password": "password"}
    assert client.post("/user", json=body).json["code"] == "mobile_taken"


@pytest.mark.asvs("6.2.8")
def test_each_blank_of_a_password_counts(client: FlaskClient, people: People) -> None:
    people.settle("ada", password=" pass word ")
    for password, status in ((" pass word ", 200), ("pass word", 401), (" pass word", 401), ("pass word ", 401)):
        assert client.post("/user/login", json={"username": "ada", "password": password}).status_code == status


def test_blanks_alone_are_no_identifier(client: FlaskClient) -> None:
    answer = client.post("/user", json={"username": "  ", "mobile": " ", "password": "password"})
    assert answer.status_code == 422
