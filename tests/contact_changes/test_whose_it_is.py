"""Whoever proves an address gets it, whoever named it before."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import update

from gatepost.contact_changes.purge_contacts import drop_superseded
from gatepost.contacts.address import parse_address
from gatepost.contacts.models import Contact
from gatepost.contacts.store import set_pending
from gatepost.database import db, write
from gatepost.users.models import User, find_user
from tests.contact_changes.conftest import NEW, Place
from tests.support.people import Person
from tests.web.endpoints import assert_refused

pytestmark = pytest.mark.every_engine

NUMBER = "01712345678"


@pytest.mark.asvs("6.3.4")
def test_a_waiting_change_keeps_nobody_from_their_own_address(place: Place, ada: Person) -> None:
    """eve names grace's address and waits; grace registers with it, proves it, and eve has nothing of it."""
    eve = place.join("eve", email="eve@example.org")
    assert place.change(eve, email="grace@example.org").status_code == 200
    sent_for_eve = place.post.one("change")
    grace = place.join("grace", email="grace@example.org")
    assert place.data(grace)["email"] == "grace@example.org"
    assert "pending" not in place.change(eve, gender="Female").json
    assert_refused(place.prove(eve, email=sent_for_eve.code), (403, "invalid_proof"))
    assert_refused(place.send_back("prove-change", sent_for_eve.token), (403, "invalid_proof"))
    assert place.data(eve)["email"] == "eve@example.org"


@pytest.mark.parametrize("written", ["Grace@Example.org", "ｇrace@example.org", "grace@EXAMPLE.ORG"])
def test_an_address_that_another_has_proven_is_taken_however_it_is_written(
    place: Place, ada: Person, written: str
) -> None:
    place.join("grace", email="grace@example.org")
    answer = place.change(ada, email=written)
    assert answer.status_code in (409, 422), answer.text  # some of them are no address at all
    assert place.post.new() == []


def test_of_two_who_wait_for_one_number_the_first_to_prove_it_has_it(place: Place, ada: Person) -> None:
    eve = place.join("eve", email="eve@example.org")
    place.change(eve, mobile=NUMBER)
    of_eve = place.post.one("change")
    place.change(ada, mobile=NUMBER)
    of_ada = place.post.one("change")
    assert_refused(place.prove(ada, mobile=of_eve.code), (403, "invalid_proof"))
    assert place.prove(ada, mobile=of_ada.code).status_code == 200
    assert_refused(place.prove(eve, mobile=of_eve.code), (403, "invalid_proof"))
    assert place.data(eve)["mobile"] is None
    assert_refused(place.change(eve, mobile=NUMBER), (409, "mobile_taken"))


def test_of_many_who_prove_one_number_at_once_one_gets_it(place: Place, ada: Person) -> None:
    people = [ada, *(place.join(name, email=f"{name}@example.org") for name in ("eve", "bob", "kim"))]
    codes = []
    for person in people:
        place.change(person, mobile=NUMBER)
        codes.append(place.post.one("change").code)

    def prove(person: Person, code: str) -> int:
        path = f"/user/{person.uuid}/prove-change"
        door = place.app.test_client()
        return int(door.post(path, json={"mobile": code}, headers=person.signed).status_code)

    with ThreadPoolExecutor(len(people)) as pool:
        statuses = sorted(pool.map(prove, people, codes))
    assert statuses[0] == 200
    assert set(statuses[1:]) <= {403, 409}
    with place.app.app_context():
        assert db.session.query(Contact).filter(Contact.kind == "mobile", Contact.key == NUMBER).count() == 1


def test_what_was_held_without_proof_is_lost_to_who_proves_it(place: Place, make_app: Callable[..., Flask]) -> None:
    """From a time when changes counted at once, eve has an address that is grace's."""
    free = make_app(activation="code", change_proof=False)
    eve = place.join("eve", email="eve@example.org")
    at_once = free.test_client().patch(f"/user/{eve.uuid}", json={"email": NEW}, headers=eve.signed)
    assert at_once.json["data"]["email"] == NEW
    place.post.new()
    grace = place.join("grace", email=NEW)
    assert place.data(grace)["email"] == NEW
    assert place.client.get(f"/user/{eve.uuid}", headers=eve.signed).status_code == 401
    assert place.log_in(eve) == 403


def test_an_account_that_was_used_is_not_removed_with_its_pending_contact(app: Flask, ada: Person) -> None:
    """It is not active, because it has lost its contact; but somebody has logged in to it (decision 19)."""
    with app.app_context():
        write(update(User).where(User.uuid == ada.uuid).values(activated_at=None))
        write(update(Contact).where(Contact.user_uuid == ada.uuid).values(verified_at=None))
        set_pending(ada.uuid, parse_address("email", NEW))
        db.session.commit()
        drop_superseded("email", NEW)
        assert find_user(ada.uuid) is not None
