"""Messages are in the language of their reader, whatever language the program of a request asks for."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.contact_changes.conftest import Place
from tests.support.contacts import prove
from tests.support.letters import Letters
from tests.support.people import People, Person
from tests.support.time import SetClock

STRANGER = {"Accept-Language": "fr", "User-Agent": "a program of a stranger"}


@pytest.fixture
def ada(app: Flask, people: People) -> Person:
    """She registers in German, and her browser never says so again."""
    body = {"username": "ada", "email": "ada@example.org", "mobile": "01712345678", "password": "password"}
    answer = people.client.post("/user", json=body, headers={"Accept-Language": "de-AT, en;q=0.8"})
    people.client.post("/user/activate-account/", json={"email": "ada@example.org"})
    return people.log_in(Person(answer.json["data"]["uuid"], "ada", "01712345678", "password"))


def test_the_language_of_the_registration_is_remembered(app: Flask, ada: Person, time: SetClock) -> None:
    client, letters = app.test_client(), Letters(app)
    for path, purpose in (("login/code", "login"), ("forgot-password", "reset")):
        time.pass_(minutes=2)
        assert client.post(f"/user/{path}", json={"username": "ada"}, headers=STRANGER).status_code == 202
        assert letters.one(purpose).locale == "de"


def test_a_thief_does_not_choose_the_language_of_a_warning(app: Flask, ada: Person) -> None:
    client, letters = app.test_client(), Letters(app)
    body = {"username": "ada", "password": "password"}
    assert client.post("/user/login", json=body, headers=STRANGER).status_code == 200
    assert letters.one("new_device").locale == "de"
    body = {"email": "thief@example.org"}
    prove(app, "email", ada.uuid)
    assert client.patch(f"/user/{ada.uuid}", json=body, headers=ada.signed | STRANGER).status_code == 200
    assert letters.one("address_changed").locale == "de"
    body = {"old_password": "password", "new_password": "another one"}
    path = f"/user/change-password/{ada.uuid}"
    assert client.post(path, json=body, headers=ada.signed | STRANGER).status_code == 200
    assert {letter.locale for letter in letters.new()} == {"de"}


def test_who_said_no_language_is_written_to_in_that_of_the_service(make_app: Callable[..., Flask]) -> None:
    app = make_app(locale="bn")
    people, letters = People(app.test_client()), Letters(app)
    people.settle("ada")
    people.client.post("/user/forgot-password", json={"username": "ada"}, headers=STRANGER)
    assert letters.one("reset").locale == "bn"


def test_a_new_language_counts_for_the_messages_of_the_same_change(make_app: Callable[..., Flask]) -> None:
    place = Place(make_app(activation="code", change_proof=True))
    ada = place.join("ada", email="ada@example.org")
    place.change(ada, email="new@example.org", locale="es_MX")
    sent = place.post.one("change")
    assert sent.locale == "es"
    place.prove(ada, email=sent.code)
    assert place.post.one("address_changed").locale == "es"
