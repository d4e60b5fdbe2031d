"""Passkeys are listed, renamed and removed on pages; a script adds them (test_in_a_browser.py)."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from gatepost.database import db
from gatepost.users.models import NO_PASSWORD, User
from tests.account.browser import where
from tests.account.own.visitor import Visitor, alert, reason
from tests.support.passkeys import add_passkey
from tests.support.people import People, Person
from tests.support.software_key import Authenticator

PATH = "/account/passkeys"


@pytest.fixture
def passkey(client: FlaskClient, people: People, settled: Person) -> str:
    return str(add_passkey(client, people.log_in(settled), Authenticator())["id"])


def test_a_passkey_is_renamed_and_removed(inside: Visitor, passkey: str) -> None:
    name, remove = f"{PATH}/{passkey}/name", f"{PATH}/{passkey}/remove"
    inside.page(name)
    answer = inside.send(name, name='"><script>alert(1)</script>')
    assert where(name, answer) == f"{PATH}?done=renamed"
    html = inside.page(PATH)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert" not in html
    assert "signalAllAcceptedCredentials" in html
    inside.page(remove)
    removed = inside.send(remove)
    assert where(remove, removed) == f"{PATH}?done=passkey-removed"
    assert any("Gatepost-Device" in each for each in removed.headers.getlist("Set-Cookie"))
    assert "You have none so far." in inside.page(PATH)


@pytest.mark.parametrize("name", ["", " ", "x" * 200, "\u202ereversed", "a\tb"])
def test_a_name_that_cannot_be_shown_is_refused(inside: Visitor, passkey: str, name: str) -> None:
    answer = inside.sent(f"{PATH}/{passkey}/name", name=name)
    assert answer.status_code == 422
    assert reason(answer.text, "name")


def test_nobody_reaches_the_passkey_of_another(app: Flask, passkey: str, eve: Person, inside: Visitor) -> None:
    stranger = Visitor(app, eve)
    for what in ("name", "remove"):
        path = f"{PATH}/{passkey}/{what}"
        assert stranger.get(path).status_code == 404
        assert stranger.sent(path, name="mine").status_code == 404
    assert "mine" not in inside.page(PATH)


def test_the_last_way_in_stays(app: Flask, inside: Visitor, passkey: str, settled: Person) -> None:
    with app.app_context():
        db.session.execute(update(User).values(password_hash=NO_PASSWORD))
        db.session.commit()
    answer = inside.sent(f"{PATH}/{passkey}/remove")
    assert (answer.status_code, alert(answer.text)[:24]) == (409, "This is your only way in")
