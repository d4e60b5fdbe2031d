"""A password is verified exactly as it was given: not cut, not folded, not trimmed. Only NFC is applied."""

import unicodedata

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.people import People

LONG = "".join(f"{number:04}-" for number in range(20))  # 100 characters
EMOJI = "🦉" * 1024


def log_in(client: FlaskClient, password: str) -> TestResponse:
    return client.post("/user/login", json={"username": "ada", "password": password})


@pytest.mark.asvs("6.2.8")
@pytest.mark.parametrize(
    "other",
    [
        LONG + "x",
        LONG[:72],
        LONG[:64],
        LONG[:-1],
        LONG[:55],
        LONG + " ",
        " " + LONG,
        LONG[::-1],
    ],
)
def test_a_longer_or_shorter_password_is_another_one(client: FlaskClient, people: People, other: str) -> None:
    people.join("ada", password=LONG)
    assert log_in(client, other).json["code"] == "invalid_credentials"
    assert log_in(client, LONG).status_code == 200


@pytest.mark.asvs("6.2.8")
@pytest.mark.parametrize(
    "other",
    [
        "Correct Horse",
        "correct horse  ",
        " Correct horse  ",
        "Correct horse",
        "cORRECT HORSE  ",
        "Ｃｏｒｒｅｃｔ horse  ",
    ],
)
def test_case_width_and_spaces_count(client: FlaskClient, people: People, other: str) -> None:
    people.join("ada", password="Correct horse  ")
    assert log_in(client, other).json["code"] == "invalid_credentials"
    assert log_in(client, "Correct horse  ").status_code == 200


@pytest.mark.asvs("6.2.8")
@pytest.mark.parametrize("tail", ["\0", "\0x", "\0password"])
def test_a_password_is_not_cut_at_a_nul(client: FlaskClient, people: People, tail: str) -> None:
    people.join("ada")
    answer = log_in(client, "password" + tail)
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["password"])


@pytest.mark.asvs("6.2.8")
@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("chosen", ["NFC", "NFD"])
def test_both_ways_to_write_an_accent_are_one_password(
    client: FlaskClient, people: People, chosen: str, form: str
) -> None:
    password = "Žluťoučký kůň é"
    people.join("ada", password=unicodedata.normalize(chosen, password))
    assert log_in(client, unicodedata.normalize(form, password)).status_code == 200
    assert log_in(client, "Zlutoucky kun e").status_code == 401


@pytest.mark.asvs("6.2.9")
@pytest.mark.parametrize("password", ["a" * 64, "b" * 128, "c" * 1024, EMOJI], ids=["64", "128", "1024", "emoji"])
def test_up_to_1024_characters_are_a_password(client: FlaskClient, people: People, password: str) -> None:
    people.join("ada", password=password)
    assert log_in(client, password).status_code == 200
    assert log_in(client, password[:-1]).status_code == 401


@pytest.mark.asvs("6.2.9")
def test_1025_characters_are_refused_before_they_are_hashed(client: FlaskClient, people: People) -> None:
    people.join("ada", password=EMOJI)
    answer = log_in(client, EMOJI + "🦉")
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["password"])
