"""The password is changed, removed and chosen on /account/password."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from gatepost import clock
from gatepost.contacts.models import Contact
from gatepost.database import db
from gatepost.sessions.models import Session
from tests.account.browser import where
from tests.account.own.visitor import Visitor, alert, reason
from tests.support.passkeys import add_passkey
from tests.support.people import People, Person
from tests.support.software_key import Authenticator

PATH = "/account/password"
NEW = "four words in a row"


@pytest.mark.asvs("7.4.3")
def test_after_a_change_everybody_else_is_signed_out(app: Flask, inside: Visitor, settled: Person) -> None:
    other = Visitor(app, settled)
    inside.page(PATH)
    answer = inside.send(PATH, old_password="password", new_password=NEW, again=NEW)
    assert where(PATH, answer) == f"{PATH}?done=password"
    assert any("Gatepost-Device" in each for each in answer.headers.getlist("Set-Cookie"))
    assert "You are signed out everywhere else." in inside.page(f"{PATH}?done=password")
    assert not other.is_signed_in()
    assert inside.is_signed_in()
    settled.password = NEW
    Visitor(app, settled)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"old_password": "password", "new_password": NEW, "again": "another"}, "again"),
        ({"old_password": "password", "new_password": NEW}, "again"),
        ({"old_password": "password", "new_password": "short", "again": "short"}, "new_password"),
        ({"new_password": NEW, "again": NEW}, "old_password"),
        ({"old_password": "password"}, "new_password"),
    ],
)
def test_a_refused_change_tells_the_reason_and_no_password(inside: Visitor, fields: dict[str, str], field: str) -> None:
    answer = inside.sent(PATH, **fields)
    assert answer.status_code == 422
    assert reason(answer.text, field)
    assert NEW not in answer.text
    assert inside.sent(PATH, old_password="password", new_password=NEW, again=NEW).status_code == 303


def test_a_wrong_password_changes_nothing(inside: Visitor) -> None:
    answer = inside.sent(PATH, old_password="wrong", new_password=NEW, again=NEW)
    assert (answer.status_code, alert(answer.text)) == (403, "The password is wrong.")
    assert "wrong" not in answer.text.replace(alert(answer.text), "")


def test_who_has_a_passkey_and_a_verified_address_may_live_without_a_password(
    app: Flask, client: FlaskClient, people: People, settled: Person
) -> None:
    person = people.log_in(settled)
    with app.app_context():
        db.session.execute(update(Contact).where(Contact.kind == "email").values(verified_at=clock.now()))
        db.session.commit()
    ada = Visitor(app, person)
    assert f"{PATH}/remove" not in ada.page(PATH).replace("../", "/")
    answer = ada.sent(f"{PATH}/remove")
    assert where(f"{PATH}/remove", answer).startswith("/account/confirm?by=factor")  # a passkey has to prove it
    add_passkey(client, person, Authenticator())
    assert f"{PATH}/remove" in ada.page(PATH).replace("../", "/")
    _prove(app)
    ada.page(f"{PATH}/remove")
    answer = ada.send(f"{PATH}/remove")
    assert where(f"{PATH}/remove", answer) == f"{PATH}?done=password-removed"
    html = ada.page(PATH)
    assert "You have no password." in html
    assert "old_password" not in html
    answer = ada.sent(PATH, new_password=NEW, again=NEW)
    assert where(PATH, answer) == f"{PATH}?done=password"
    assert "old_password" in ada.page(PATH)


def _prove(app: Flask) -> None:
    """As if all sessions had proven a second factor just now."""
    with app.app_context():
        db.session.execute(update(Session).values(factor_at=clock.now()))
        db.session.commit()


def test_without_a_passkey_the_password_stays(app: Flask, inside: Visitor) -> None:
    _prove(app)
    answer = inside.sent(f"{PATH}/remove")
    assert (answer.status_code, alert(answer.text)[:21]) == (409, "Add a passkey first: ")
