"""A changed number or address is unverified; with CHANGE_PROOF it counts for nothing until it is proven."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from gatepost import clock
from gatepost.database import db
from gatepost.users.models import User
from tests.support.people import People, Person
from tests.support.time import SetClock

CHANGES = [("mobile", "01887654321"), ("email", "new@example.org")]
OTHER_WRITINGS = [("mobile", "0171 234-5678"), ("email", "ADA@example.org")]


def change(app: Flask, person: Person, **changes: str | None) -> None:
    answer = app.test_client().patch(f"/user/{person.uuid}", json=changes, headers=person.signed)
    assert answer.status_code == 200, answer.text


def stored(app: Flask, person: Person, *names: str) -> tuple[Any, ...]:
    with app.app_context():
        columns = [getattr(User, name) for name in names]
        return tuple(db.session.execute(select(*columns).where(User.uuid == person.uuid)).one())


def join_proven(app: Flask, moment: datetime) -> Person:
    """ada, whose number and address are proven."""
    ada = People(app.test_client()).join("ada", mobile="01712345678")
    with app.app_context():
        proven = {"email": "ada@example.org", "email_key": "ada@example.org"}
        db.session.execute(update(User).values(mobile_verified_at=moment, email_verified_at=moment, **proven))
        db.session.commit()
    return ada


@pytest.fixture(params=[False, True], ids=["at once", "once proven"])
def service(request: pytest.FixtureRequest, make_app: Callable[..., Flask]) -> Flask:
    return make_app(change_proof=request.param)


@pytest.mark.parametrize(("field", "value"), CHANGES)
def test_a_changed_number_or_address_is_not_verified(service: Flask, time: SetClock, field: str, value: str) -> None:
    ada = join_proven(service, clock.now())
    change(service, ada, **{field: value})
    other = "email" if field == "mobile" else "mobile"
    assert stored(service, ada, field, f"{field}_verified_at") == (value, None)
    assert stored(service, ada, f"{other}_verified_at") == (time.now(),)


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


@pytest.mark.parametrize(("field", "value"), CHANGES)
@pytest.mark.parametrize("proof", [False, True])
def test_only_what_counts_has_a_unique_key(make_app: Callable[..., Flask], field: str, value: str, proof: bool) -> None:
    app = make_app(change_proof=proof)
    ada = People(app.test_client()).join("ada")
    change(app, ada, **{field: value})
    assert stored(app, ada, f"{field}_key") == (None if proof else value,)


@pytest.mark.asvs("6.3.4")
def test_nobody_is_activated_by_an_unproven_number(make_app: Callable[..., Flask]) -> None:
    app = make_app(change_proof=True)
    people = People(app.test_client())
    ada, root = people.register("ada"), people.appoint(app, "root")
    answer = people.client.patch(f"/user/{ada.uuid}", json={"mobile": "01712345678"}, headers=root.signed)
    assert answer.json["data"]["mobile"] == "01712345678"
    for number in ("01712345678", ada.mobile):
        answer = people.client.post("/user/activate-account/", json={"mobile": number})
        assert (answer.status_code, answer.json["code"]) == (404, "user_not_found")
