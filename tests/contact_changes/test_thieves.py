"""Somebody with another's session changes addresses: what they cannot keep, and whom else they cannot trouble."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask

from tests.contact_changes.conftest import ADA, NEW, Place
from tests.contact_changes.test_undo import taken_over
from tests.support.contacts import prove, stored_contacts
from tests.support.letters import Letter
from tests.support.people import Person
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused, row_counts

pytestmark = pytest.mark.every_engine

NUMBER, THIEVES, THIRD = "01712345678", "01887654321", "third@example.org"
LOOK_ALIKE = "ａda@example.org"  # the first letter is a wide one
SAME_IN_LOWER_CASE = [
    (ADA, LOOK_ALIKE),
    ("kim@example.org", "\u212aim@example.org"),  # Kelvin sign
    ("\u00e5sa@example.org", "\u212bsa@example.org"),  # Ångström sign
    ("\u03c9@example.org", "\u2126@example.org"),  # Ohm sign
    ("\u00e5sa@example.org", "\u00c5sa@example.org"),  # only ASCII letters have two cases
]
"""An address and a look-alike of it, which have one normal form."""


def prove_number(place: Place, person: Person, number: str) -> list[Letter]:
    """Change the number, and prove it; what is told then."""
    assert place.change(person, mobile=number).status_code == 200
    assert place.prove(person, mobile=place.post.one("change").code).status_code == 200
    return place.post.new()


def row(place: Place, person: Person, *names: str) -> tuple[object, ...]:
    facts = stored_contacts(place.app, person.uuid)
    return tuple(facts[name] for name in names)


def asked(place: Place, **address: str) -> list[Letter]:
    """What is sent when a way back in is asked for."""
    place.post.new()
    for path in ("forgot-password", "login/code"):
        assert place.client.post(f"/user/{path}", json=address).status_code == 202
    return place.post.new()


def test_the_new_address_lets_nobody_in_once_it_is_undone(place: Place, ada: Person) -> None:
    assert place.send_back("undo-change", taken_over(place, ada).token).status_code == 200
    assert asked(place, email=NEW) == []
    assert {letter.to for letter in asked(place, email=ADA)} == {ADA}


def test_a_number_that_was_brought_in_after_the_change_goes_with_it(place: Place, ada: Person, time: SetClock) -> None:
    told = taken_over(place, ada)
    time.pass_(minutes=1)
    prove_number(place, ada, THIEVES)
    assert place.send_back("undo-change", told.token).status_code == 200
    assert row(place, ada, "email", "mobile", "mobile_key", "mobile_verified_at") == (ADA, None, None, None)
    assert asked(place, mobile=THIEVES) == []


def test_a_number_that_was_changed_after_it_is_what_it_was(place: Place, ada: Person, time: SetClock) -> None:
    prove_number(place, ada, NUMBER)
    time.pass_(minutes=1)
    told = taken_over(place, ada)
    time.pass_(minutes=1)
    (later,) = prove_number(place, ada, THIEVES)
    assert place.send_back("undo-change", told.token).status_code == 200
    assert row(place, ada, "email", "mobile", "mobile_key") == (ADA, NUMBER, NUMBER)
    assert_refused(place.send_back("undo-change", later.token), (403, "invalid_proof"))
    assert asked(place, mobile=THIEVES) == []


def test_a_number_that_was_brought_in_shortly_before_lets_nobody_in(place: Place, ada: Person, time: SetClock) -> None:
    prove_number(place, ada, THIEVES)
    time.pass_(minutes=1)
    assert place.send_back("undo-change", taken_over(place, ada).token).status_code == 200
    assert row(place, ada, "mobile", "mobile_verified_at") == (THIEVES, None)
    assert asked(place, mobile=THIEVES) == []


def test_the_link_of_the_younger_change_leaves_the_one_of_the_older(place: Place, ada: Person, time: SetClock) -> None:
    first = taken_over(place, ada)
    time.pass_(minutes=1)
    second = taken_over(place, ada, THIRD)
    assert place.send_back("undo-change", second.token).status_code == 200
    assert row(place, ada, "email") == (NEW,)
    assert place.send_back("undo-change", first.token).status_code == 200
    assert row(place, ada, "email") == (ADA,)


def test_the_order_of_changes_is_not_that_of_their_ends(
    make_app: Callable[..., Flask], place: Place, ada: Person, time: SetClock
) -> None:
    """The setting was made shorter in between."""
    first = taken_over(place, ada)
    time.pass_(minutes=1)
    shorter = {"message_interval": timedelta(0), "messages_per_hour": 1000, "undo_lifetime": timedelta(days=1)}
    later = Place(make_app(activation="code", change_proof=True, **shorter))
    second = taken_over(later, ada, THIRD)
    assert later.send_back("undo-change", first.token).status_code == 200
    assert_refused(later.send_back("undo-change", second.token), (403, "invalid_proof"))


@pytest.mark.parametrize("proven", [True, False], ids=["a number is proven", "nothing is proven"])
def test_who_reads_at_a_mistyped_address_gets_nothing(make_app: Callable[..., Flask], proven: bool) -> None:
    free = Place(make_app(change_proof=False))
    kim = free.people.join("kim")
    free.change(kim, email="typo@example.org")
    if proven:
        prove(free.app, "mobile", kim.uuid)
    assert free.change(kim, email=NEW).status_code == 200
    assert free.post.new() == []
    assert row_counts(free.app)["contact_undos"] == 0


@pytest.mark.parametrize(("present", "look_alike"), SAME_IN_LOWER_CASE, ids=ascii)
def test_a_look_alike_of_the_present_address_has_to_be_proven(place: Place, present: str, look_alike: str) -> None:
    ada = place.join("ada", email=present)
    assert place.change(ada, email=look_alike).json["pending"] == {"email": look_alike}
    assert place.data(ada)["email"] == present
    assert place.prove(ada, email=place.post.one("change").code).status_code == 200
    assert place.data(ada)["email"] == look_alike
    assert place.post.one("address_changed").to == present


@pytest.mark.parametrize(("present", "look_alike"), SAME_IN_LOWER_CASE, ids=ascii)
def test_where_changes_count_at_once_the_present_address_is_told_and_can_undo_it(
    make_app: Callable[..., Flask], present: str, look_alike: str
) -> None:
    free = Place(make_app(change_proof=False))
    ada = free.people.join("ada")
    free.change(ada, email=present)
    prove(free.app, "email", ada.uuid)
    free.post.new()
    assert free.change(ada, email=look_alike).json["data"]["email"] == look_alike
    told = free.post.one("address_changed")
    assert told.to == present


def test_one_user_writes_to_few_strangers_an_hour(make_app: Callable[..., Flask]) -> None:
    place = Place(make_app(activation="code", change_proof=True))
    ada = place.join("ada", email=ADA)
    statuses = [place.change(ada, email=f"stranger{number}@example.org").status_code for number in range(12)]
    assert statuses == [200] * 10 + [429] * 2
    assert len(place.post.new()) == 10


def test_what_no_message_reaches_cannot_be_proven(make_app: Callable[..., Flask], place: Place, ada: Person) -> None:
    only_mail = {"dev_inbox": False, "smtp_url": "smtp://localhost:2525", "mail_from": "a@example.org"}
    strict = Place(make_app(activation="code", change_proof=True, **only_mail))
    answer = strict.change(ada, mobile=NUMBER)
    assert_refused(answer, (422, "invalid_input"))
    assert list(answer.json["errors"]) == ["mobile"]


@pytest.mark.parametrize("kind", ["email", "mobile"])
def test_a_withdrawn_change_cannot_be_proven(place: Place, ada: Person, kind: str) -> None:
    eve = place.join("eve", email="eve@example.org")
    place.change(ada, **{kind: {"email": NEW, "mobile": NUMBER}[kind]})
    code, path = place.post.one("change").code, f"/user/{ada.uuid}/pending/{kind}"
    assert_refused(place.client.delete(path, headers=eve.signed), (403, "forbidden"))
    assert place.client.delete(path, headers=ada.signed).json == {"message": "Withdrawn.", "status": 200}
    assert_refused(place.client.delete(path, headers=ada.signed), (404, "nothing_pending"))
    assert_refused(place.prove(ada, **{kind: code}), (403, "invalid_proof"))
    counts = row_counts(place.app)
    assert (counts["pending_contacts"], counts["one_time_proofs"]) == (0, 0)


@pytest.mark.asvs("15.4.2")
def test_of_changes_that_come_at_once_one_waits(place: Place, ada: Person) -> None:
    def ask(number: int) -> int:
        body = {"email": f"new{number}@example.org"}
        return place.app.test_client().patch(f"/user/{ada.uuid}", json=body, headers=ada.signed).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(8))) == {200}
    counts = row_counts(place.app)
    assert (counts["pending_contacts"], counts["one_time_proofs"]) == (1, 1)


@pytest.mark.asvs("15.4.2")
def test_of_two_who_prove_one_address_at_once_one_has_it(place: Place) -> None:
    pair = [place.join(name, email=f"{name}@example.org") for name in ("ada", "eve")]
    codes = []
    for person in pair:
        place.change(person, email=NEW)
        codes.append(place.post.one("change").code)

    def prove(number: int) -> int:
        path = f"/user/{pair[number % 2].uuid}/prove-change"
        body, headers = {"email": codes[number % 2]}, pair[number % 2].signed
        return place.app.test_client().post(path, json=body, headers=headers).status_code

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(prove, range(4)))
    assert (statuses[0], statuses[1] in (403, 409)) == (200, True)
    assert sorted(str(place.data(person)["email"]) == NEW for person in pair) == [False, True]
