"""Usernames of any script are kept as they are written, on every engine; what is none is refused."""

import unicodedata

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.people import People
from tests.users.test_usernames import REFUSED, SCRIPTS
from tests.web.endpoints import contents

LONGEST = ["a" * 50, "𐐷" * 50, "ﷲ" * 50, "ß" * 50, "é" * 50, unicodedata.normalize("NFD", "é") * 25]


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_name_of_any_script_is_shown_as_it_was_written_and_logs_in(people: People, name: str) -> None:
    person = people.join(name)
    for data in (
        people.client.get(f"/user/{person.uuid}", headers=person.signed).json["data"],
        people.client.get("/user", headers=person.signed).json["data"][0],
    ):
        assert data["username"] == name


@pytest.mark.parametrize("name", LONGEST, ids=ascii)
def test_fifty_characters_are_a_name_and_one_more_is_none(client: FlaskClient, people: People, name: str) -> None:
    person = people.join(name)
    assert client.get(f"/user/{person.uuid}", headers=person.signed).json["data"]["username"] == name
    answer = client.post("/user", json={"username": name + "a", "mobile": "01712345678", "password": "password"})
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["username"])


@pytest.mark.asvs("1.1.1")
@pytest.mark.parametrize(
    ("name", "other"),
    [("क़लम", "\u0915\u093cलम"), ("Nguyễn", "NGUYE\u0302\u0303N"), ("Straße", "STRASSE"), ("ﬁnn", "Finn")],
)
def test_a_name_is_taken_in_every_composition(people: People, name: str, other: str) -> None:
    people.register(name)
    answer = people.client.post("/user", json={"username": other, "mobile": "01712345678", "password": "password"})
    assert (answer.status_code, answer.json["code"]) == (409, "username_taken")


@pytest.mark.parametrize("pair", [("ada", "adá"), ("e", "é"), ("o", "ø"), ("ss", "s"), ("i", "ı"), ("か", "が")])
def test_names_that_differ_in_an_accent_are_two_on_every_engine(people: People, pair: tuple[str, str]) -> None:
    assert len({people.register(name).uuid for name in pair}) == 2


def test_what_is_no_name_is_refused_and_leaves_nothing(app: Flask) -> None:
    client, before = app.test_client(), contents(app)
    for what in REFUSED.keys() - {"half a surrogate pair"}:  # which is not even JSON
        body = {"username": REFUSED[what], "mobile": "01712345678", "password": "password"}
        answer = client.post("/user", json=body)
        assert (answer.status_code, list(answer.json["errors"])) == (422, ["username"]), what
    assert contents(app) == before


@pytest.mark.parametrize("name", ["🦆", "ada🦆", "ada lovelace", "ada@example.org", "1\u0301"])
def test_what_is_no_name_is_nobodys_at_the_log_in(client: FlaskClient, name: str) -> None:
    answer = client.post("/user/login", json={"username": name, "password": "password"})
    assert (answer.status_code, answer.json["code"]) == (401, "invalid_credentials")
