"""A number whose country has changed its numbers since it was stored is still its user's, in both forms."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update

from gatepost.contacts.models import Contact, PendingContact
from gatepost.database import db
from tests.support.contacts import set_contacts, stored_contacts
from tests.support.letters import Letters
from tests.support.people import People, Person
from tests.support.time import SetClock
from tests.support.waiting import Waiting

pytestmark = pytest.mark.every_engine

NUMBERS = [
    pytest.param("+229 97 12 34 56", "+22997123456", "+229 01 97 12 34 56", "+2290197123456", id="Benin"),
    pytest.param("+52 1 55 1234 5678", "+5215512345678", "+52 55 1234 5678", "+525512345678", id="Mexico"),
]
"""A number as it was written and stored before, and as it is now."""


@pytest.fixture
def stored(app: Flask, people: People) -> Callable[[str, str], Person]:
    """An active account with this number, as an earlier release stored it."""

    def store(written: str, key: str) -> Person:
        person = people.settle("ada")
        set_contacts(app, "mobile", user_uuid=person.uuid, value=written, key=key)
        return people.log_in(person)

    return store


@pytest.mark.parametrize(("former", "former_key", "present", "present_key"), NUMBERS)
def test_a_code_to_log_in_finds_the_account_in_both_forms_and_is_sent_to_the_present_one(
    app: Flask,
    stored: Callable[[str, str], Person],
    time: SetClock,
    former: str,
    former_key: str,
    present: str,
    present_key: str,
) -> None:
    stored(former, former_key)
    client, letters = app.test_client(), Letters(app)
    for asked, redeemed in ((former, former), (present, former), (former, present)):
        time.pass_(minutes=2)
        assert client.post("/user/login/code", json={"mobile": asked}).status_code == 202
        letter = letters.one("login")
        assert letter.to == present_key
        answer = client.post("/user/login/code", json={"mobile": redeemed, "code": letter.code})
        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(("former", "former_key", "present", "present_key"), NUMBERS)
def test_a_registration_that_waits_is_activated_in_both_forms_and_stored_in_the_present_one(
    waiting: Waiting, former: str, former_key: str, present: str, present_key: str
) -> None:

    waiting.letter("ada", mobile=present)
    with waiting.app.app_context():
        db.session.execute(update(PendingContact).values(value=former, key=former_key))
        db.session.commit()
    letter = waiting.asked(mobile=present)
    assert letter.to == present_key
    assert waiting.prove(mobile=former, code=letter.code) == (200, "")
    assert waiting.state("ada") == "active"
    with waiting.app.app_context():
        assert db.session.execute(select(Contact.key)).scalar_one() == present_key


@pytest.mark.parametrize(("former", "former_key", "present", "present_key"), NUMBERS)
def test_the_number_is_taken_in_both_forms(
    app: Flask, stored: Callable[[str, str], Person], former: str, former_key: str, present: str, present_key: str
) -> None:
    stored(former, former_key)
    for written in (former, present):
        body = {"username": "eve", "mobile": written, "password": "password"}
        answer = app.test_client().post("/user", json=body)
        assert (answer.status_code, answer.json["code"]) == (409, "mobile_taken")


@pytest.mark.parametrize(("former", "former_key", "present", "present_key"), NUMBERS)
def test_a_new_account_has_the_present_form_whichever_is_written(
    app: Flask, people: People, former: str, former_key: str, present: str, present_key: str
) -> None:
    person = people.register("ada", mobile=former)
    assert stored_contacts(app, person.uuid)["mobile_key"] == present_key


@pytest.mark.parametrize(("former", "former_key", "present", "present_key"), NUMBERS)
def test_a_profile_that_is_sent_back_unchanged_changes_nothing(
    app: Flask, stored: Callable[[str, str], Person], former: str, former_key: str, present: str, present_key: str
) -> None:
    person, letters = stored(former, former_key), Letters(app)
    for written in (former, present):
        answer = app.test_client().patch(f"/user/{person.uuid}", json={"mobile": written}, headers=person.signed)
        assert (answer.status_code, answer.json["data"]["mobile"]) == (200, written)
    assert stored_contacts(app, person.uuid)["mobile_key"] == former_key
    assert letters.new() == []


@pytest.mark.parametrize(("former", "former_key", "present", "present_key"), NUMBERS)
def test_a_search_finds_it_in_both_forms(
    app: Flask, stored: Callable[[str, str], Person], former: str, former_key: str, present: str, present_key: str
) -> None:
    person = stored(former, former_key)
    for q in (former, present):
        answer = app.test_client().get("/user", query_string={"q": q}, headers=person.signed)
        assert [user["username"] for user in answer.json["data"]] == ["ada"]


def test_of_two_accounts_that_have_both_forms_each_is_found_in_its_own(
    app: Flask, people: People, time: SetClock
) -> None:
    """Such accounts were made while the library took both forms for numbers of their own."""
    former, former_key, present, present_key = NUMBERS[0].values
    for name, key in (("ada", former_key), ("eve", present_key)):
        set_contacts(app, "mobile", user_uuid=people.settle(name).uuid, value=key, key=key)
    client, letters = app.test_client(), Letters(app)
    for written, name in ((former, "ada"), (present, "eve")):
        time.pass_(minutes=2)
        client.post("/user/login/code", json={"mobile": written})
        assert letters.one("login").values["username"] == name


def test_an_impossible_number_that_is_stored_still_activates_its_account(app: Flask, people: People) -> None:
    """As a number of a country whose rule is not known here yet."""
    person = people.register("ada")
    set_contacts(app, "mobile", user_uuid=person.uuid, value="+225 01 23 45 67", key="+22501234567")
    client = app.test_client()
    assert client.post("/user/activate-account/", json={"mobile": "+225 01 23 45 67"}).status_code == 200
    body = {"username": "eve", "mobile": "+225 01 23 45 68", "password": "password"}
    assert list(client.post("/user", json=body).json["errors"]) == ["mobile"]
