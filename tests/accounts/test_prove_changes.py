"""What a change of number or address leaves in the user's row, where changes count at once and where once proven."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from gatepost import clock
from tests.support.contacts import let_count, set_contacts, stored_contacts
from tests.support.people import People, Person
from tests.support.time import SetClock

pytestmark = pytest.mark.every_engine

CHANGES = [("mobile", "01887654321"), ("email", "new@example.org")]
OTHER_WRITINGS = [("mobile", "0171 234-5678"), ("email", "ADA@example.org")]


def change(app: Flask, person: Person, **changes: str | None) -> None:
    answer = app.test_client().patch(f"/user/{person.uuid}", json=changes, headers=person.signed)
    assert answer.status_code == 200, answer.text


def stored(app: Flask, person: Person, *names: str) -> tuple[Any, ...]:
    facts = stored_contacts(app, person.uuid)
    return tuple(facts[name] for name in names)


def join_proven(app: Flask, moment: datetime) -> Person:
    """ada, whose number and address are proven."""
    ada = People(app.test_client()).join("ada", mobile="01712345678")
    let_count(app, "email", ada.uuid, value="ada@example.org", verified_at=moment)
    set_contacts(app, "mobile", verified_at=moment)
    return ada


@pytest.fixture(params=[False, True], ids=["at once", "once proven"])
def service(request: pytest.FixtureRequest, make_app: Callable[..., Flask]) -> Flask:
    return make_app(change_proof=request.param)


@pytest.mark.parametrize(("field", "value"), CHANGES)
def test_a_number_or_address_that_changes_at_once_is_not_verified(
    make_app: Callable[..., Flask], time: SetClock, field: str, value: str
) -> None:
    app = make_app(change_proof=False)
    ada = join_proven(app, clock.now())
    change(app, ada, **{field: value})
    other = "email" if field == "mobile" else "mobile"
    assert stored(app, ada, field, f"{field}_key", f"{field}_verified_at") == (value, value, None)
    assert stored(app, ada, f"{other}_verified_at") == (time.now(),)


@pytest.mark.parametrize(("field", "value"), CHANGES)
def test_where_changes_must_be_proven_all_stays_as_it_was(
    make_app: Callable[..., Flask], time: SetClock, field: str, value: str
) -> None:
    app = make_app(change_proof=True)
    ada = join_proven(app, clock.now())
    columns = [f"{kind}{what}" for kind in ("mobile", "email") for what in ("", "_key", "_verified_at")]
    before = stored(app, ada, *columns)
    change(app, ada, **{field: value})
    assert stored(app, ada, *columns) == before


@pytest.mark.parametrize(("field", "value"), OTHER_WRITINGS)
def test_the_same_in_another_writing_stays_verified_and_taken(
    service: Flask, time: SetClock, field: str, value: str
) -> None:
    ada = join_proven(service, clock.now())
    key = stored(service, ada, f"{field}_key")
    change(service, ada, **{field: value})
    assert stored(service, ada, field, f"{field}_verified_at") == (value, time.now())
    assert stored(service, ada, f"{field}_key") == key


def test_a_removed_address_leaves_nothing(service: Flask, time: SetClock) -> None:
    ada = join_proven(service, clock.now())
    change(service, ada, email=None)
    assert stored(service, ada, "email", "email_key", "email_verified_at") == (None, None, None)


@pytest.mark.asvs("6.3.4")
def test_nobody_is_activated_by_an_unproven_number(make_app: Callable[..., Flask]) -> None:
    app = make_app(change_proof=True)
    people = People(app.test_client())
    ada, root = people.register("ada"), people.appoint(app, "root")
    answer = people.client.patch(f"/user/{ada.uuid}", json={"mobile": "01712345678"}, headers=root.signed)
    assert answer.json["data"]["mobile"] == ada.mobile
    assert answer.json["pending"] == {"mobile": "01712345678"}
    answer = people.client.post("/user/activate-account/", json={"mobile": "01712345678"})
    assert (answer.status_code, answer.json["code"]) == (404, "user_not_found")
