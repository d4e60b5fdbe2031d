"""Two names that look the same are not both taken; one that was taken before is still its user's."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from gatepost.database import db
from gatepost.text import is_ignorable
from gatepost.users.models import User
from tests.support.people import People

UNSEEN = ["\ufe0f", "\u034f", "\u3164", "\u115f", "\u17b4", "\u17b5", "\u180b", "\u180f", "\U000e0100", "\U000e01ef"]


@pytest.mark.asvs("1.1.1")
@pytest.mark.parametrize("unseen", UNSEEN, ids=ascii)
def test_no_new_name_has_a_character_that_is_not_seen(client: FlaskClient, people: People, unseen: str) -> None:
    ada = people.join("ada")
    for name in (f"ada{unseen}", f"a{unseen}da", unseen):
        answer = client.post("/user", json={"username": name, "mobile": "01712345678", "password": "password"})
        assert (answer.status_code, list(answer.json["errors"])) == (422, ["username"])
        answer = client.patch(f"/user/{ada.uuid}", json={"username": name}, headers=ada.signed)
        assert (answer.status_code, list(answer.json["errors"])) == (422, ["username"])


@pytest.mark.parametrize("name", ["ada\ufe0f", "\u3164", "a\u034fda"], ids=ascii)
def test_who_has_such_a_name_still_logs_in_and_may_change_it(app: Flask, people: People, name: str) -> None:
    person = people.settle("ada")
    with app.app_context():
        key = {"\u3164": "\u1160"}.get(name, name)  # the letter of the same name, by NFKC
        db.session.execute(update(User).values(username=name, username_key=key))
        db.session.commit()
    person.username = name
    person = people.log_in(person)
    client = app.test_client()
    body = {"username": name, "gender": "Female"}
    assert client.patch(f"/user/{person.uuid}", json=body, headers=person.signed).status_code == 200
    assert client.post("/user/forgot-password", json={"username": name}).status_code == 202
    body = {"password": person.password}
    assert client.post("/user/reauthenticate", json=body, headers=person.signed).status_code == 200
    answer = client.patch(f"/user/{person.uuid}", json={"username": "ada"}, headers=person.signed)
    assert answer.json["data"]["username"] == "ada"


def test_what_is_seen_is_not_called_ignorable() -> None:
    assert not any(is_ignorable(character) for character in "aé字ক্𐐷01 -\u0301\u09be\U0001f986")
