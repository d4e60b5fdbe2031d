"""Somebody registers with an address of another: whoever proves it gets it, and what others built on it falls.

Sudhodanan and Paverd, "Pre-hijacked accounts", USENIX Security 2022.
"""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from gatepost.audit.models import AuditEvent
from gatepost.contacts.models import Contact
from gatepost.database import db
from gatepost.users.models import User
from tests.support.contacts import set_contacts
from tests.support.people import People, Person, bearer
from tests.support.time import SetClock
from tests.support.waiting import EMAIL, INVALID, MOBILE, Waiting
from tests.web.endpoints import row_counts

pytestmark = pytest.mark.every_engine

Make = Callable[..., Flask]


def events(app: Flask, uuid: str) -> list[str]:
    with app.app_context():
        lines = select(AuditEvent.event).where(AuditEvent.user_uuid == uuid).order_by(AuditEvent.id)
        return list(db.session.scalars(lines))


def holders(app: Flask) -> list[str]:
    """Whose the number is, by its key."""
    with app.app_context():
        users = select(User.username).join(Contact, Contact.user_uuid == User.uuid)
        return list(db.session.scalars(users.where(Contact.kind == "mobile", Contact.key == MOBILE)))


@pytest.mark.parametrize("order", [("eve", "ada"), ("ada", "eve")], ids=["eve first", "ada first"])
@pytest.mark.parametrize("address", [{"mobile": MOBILE}, {"email": EMAIL}], ids=["mobile", "email"])
def test_a_code_activates_the_account_that_it_names_and_the_other_is_gone(
    waiting: Waiting, order: tuple[str, str], address: dict[str, str]
) -> None:
    letters = {username: waiting.letter(username, **address) for username in order}
    assert {letter.to for letter in letters.values()} == set(
        address.values()
    )  # both come to ada, and name whose they are
    assert waiting.prove(**address, code=letters["ada"].code) == (200, "")
    assert (waiting.state("ada"), waiting.state("eve")) == ("active", "unknown")
    assert waiting.prove(**address, code=letters["eve"].code) == INVALID
    counts = row_counts(waiting.app)
    assert (counts["users"], counts["pending_contacts"], counts["one_time_proofs"]) == (1, 0, 0)
    assert waiting.register("eve", mobile="01787654321").status_code == 201  # the name is free again


@pytest.mark.asvs("6.6.2")
def test_a_username_tells_for_which_account_a_code_may_be(waiting: Waiting) -> None:
    ada = waiting.letter("ada", mobile=MOBILE)
    eve = waiting.letter("eve", mobile=MOBILE)
    assert waiting.prove(mobile=MOBILE, code=ada.code, username="eve") == INVALID
    assert waiting.prove(mobile=MOBILE, code=eve.code, username="ada") == INVALID
    assert waiting.prove(mobile=MOBILE, code=ada.code, username="ADA") == (200, "")
    assert waiting.state("eve") == "unknown"


def test_a_username_tells_for_which_account_a_code_is_asked(waiting: Waiting) -> None:
    waiting.letter("ada", mobile=MOBILE)
    waiting.letter("eve", mobile=MOBILE)
    assert waiting.asked(mobile=MOBILE).values["username"] == "eve"  # the newest
    letter = waiting.asked(mobile=MOBILE, username="Ada")
    assert letter.values["username"] == "ada"
    assert waiting.prove(mobile=MOBILE, code=letter.code) == (200, "")


def test_who_asks_for_other_accounts_does_not_keep_an_owner_from_asking(waiting: Waiting, time: SetClock) -> None:
    waiting.letter("ada", mobile=MOBILE)
    time.pass_(seconds=30)
    assert waiting.ask(mobile=MOBILE, username="eve").status_code == 202  # there is none
    assert waiting.ask(mobile=MOBILE, username="eve").status_code == 429
    assert waiting.asked(mobile=MOBILE, username="ada").values["username"] == "ada"


def test_a_superseded_registration_leaves_a_line_and_frees_its_other_address(waiting: Waiting) -> None:
    waiting.register("eve", mobile=MOBILE)
    uuid = waiting.register("bob", mobile=MOBILE, email="bob@example.org").json["data"]["uuid"]
    waiting.letters.new()
    assert waiting.prove(mobile=MOBILE, code=waiting.letter("ada", mobile=MOBILE).code) == (200, "")
    assert waiting.state("eve") == "unknown"
    assert waiting.state("bob") == "waits"  # for his e-mail address, which nobody has proven
    assert waiting.prove(token=waiting.asked(email="bob@example.org").token) == (200, "")
    assert events(waiting.app, uuid) == ["account.registered", "login.not_active", "account.activated"]
    with waiting.app.app_context():
        assert len(list(db.session.scalars(select(AuditEvent).where(AuditEvent.event == "account.superseded")))) == 1


def test_whoever_is_active_by_another_address_only_stops_waiting(waiting: Waiting) -> None:
    eve = waiting.letter("eve", mobile="01787654321", email=EMAIL)
    assert waiting.prove(mobile="01787654321", code=eve.code) == (200, "")
    assert waiting.prove(token=waiting.letter("ada", email=EMAIL).token) == (200, "")
    assert (waiting.state("ada"), waiting.state("eve")) == ("active", "active")
    assert row_counts(waiting.app)["pending_contacts"] == 0


def squat(make_app: Make, time: SetClock, **more: str) -> tuple[Person, Waiting]:
    """eve, who is active by ada's number from a time when numbers were not proven; and the service of now."""
    people = People(make_app(activation="mobile").test_client())
    eve = people.join("eve", mobile=MOBILE)
    if more:
        assert people.client.patch(f"/user/{eve.uuid}", json=more, headers=eve.signed).status_code == 200
    return eve, Waiting(make_app(activation="code"), time)


@pytest.mark.asvs("7.4.2")
def test_an_account_that_rested_on_a_number_is_not_active_without_it(make_app: Make, time: SetClock) -> None:
    eve, waiting = squat(make_app, time)
    assert waiting.client.get("/user", headers=eve.signed).status_code == 200
    ada = waiting.letter("ada", mobile=MOBILE)
    assert waiting.client.get("/user", headers=eve.signed).status_code == 200  # a registration alone changes nothing
    assert waiting.prove(mobile=MOBILE, code=ada.code) == (200, "")
    for headers in (eve.signed, eve.refreshing):
        assert waiting.client.get("/user/refresh-token/", headers=headers).status_code == 401
        assert waiting.client.get("/user", headers=headers).status_code == 401
    assert (waiting.state("ada"), waiting.state("eve"), holders(waiting.app)) == ("active", "waits", ["ada"])
    assert events(waiting.app, eve.uuid)[-2:] == ["mobile.lost", "login.not_active"]
    time.pass_(minutes=1)
    assert (
        waiting.ask(mobile=MOBILE).status_code
        == waiting.client.post("/user/forgot-password", json={"mobile": MOBILE}).status_code
        == 202
    )
    (letter,) = waiting.letters.new()  # to ada: eve gets nothing by this number any more
    assert (letter.name, letter.values["username"]) == ("reset", "ada")


def test_an_account_that_has_proven_another_address_goes_on_without_the_number(make_app: Make, time: SetClock) -> None:
    eve, waiting = squat(make_app, time, email="eve@example.org")
    set_contacts(waiting.app, "email", user_uuid=eve.uuid, verified_at=time.now())
    assert waiting.prove(mobile=MOBILE, code=waiting.letter("ada", mobile=MOBILE).code) == (200, "")
    assert (waiting.state("eve"), holders(waiting.app)) == ("active", ["ada"])
    assert waiting.client.get("/user", headers=eve.signed).status_code == 200


def test_an_account_that_was_active_by_its_number_goes_on_without_the_address(make_app: Make, time: SetClock) -> None:
    eve, waiting = squat(make_app, time, email=EMAIL)
    assert waiting.prove(token=waiting.letter("ada", email=EMAIL).token) == (200, "")
    assert (waiting.state("eve"), holders(waiting.app)) == ("active", ["eve"])
    data = waiting.client.get(f"/user/{eve.uuid}", headers=eve.signed).json["data"]
    assert "email" not in data


def test_an_administrator_loses_the_number_and_nothing_else(make_app: Make, time: SetClock) -> None:
    app = make_app(activation="mobile")
    root = People(app.test_client()).appoint(app, "root")
    waiting = Waiting(make_app(activation="code"), time)
    letter = waiting.letter("ada", mobile=root.mobile)
    assert waiting.prove(mobile=root.mobile, code=letter.code) == (200, "")
    assert waiting.client.get("/user", headers=root.signed).status_code == 200


def test_who_owns_a_number_gets_into_what_was_activated_with_it_by_mistake(waiting: Waiting, time: SetClock) -> None:
    """ada entered the code that came for eve's account. What she has is the number, and that is enough."""
    assert waiting.prove(mobile=MOBILE, code=waiting.letter("eve", mobile=MOBILE).code) == (200, "")
    eve = waiting.log_in("eve").json
    time.pass_(seconds=30)
    assert waiting.client.post("/user/forgot-password", json={"mobile": MOBILE}).status_code == 202
    body = {"mobile": MOBILE, "code": waiting.letters.one("reset").code, "new_password": "a password of ada"}
    assert waiting.client.post("/user/reset-password", json=body).status_code == 200
    for token in eve.values():
        assert waiting.client.get("/user", headers=bearer(token)).status_code == 401
    assert waiting.state("eve") == "unknown"  # by the old password
