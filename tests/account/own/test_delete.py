"""An account is deleted on /account/delete, by who types its username."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.account.own.visitor import Visitor, alert, heading, reason
from tests.support.people import Person

PATH = "/account/delete"


def test_an_account_is_deleted_and_its_browser_signed_out(
    app: Flask, client: FlaskClient, inside: Visitor, settled: Person
) -> None:
    other = Visitor(app, settled)
    assert "Type your username, ada, to confirm" in inside.page(PATH)
    answer = inside.send(PATH, username=" ada ")
    assert (answer.status_code, heading(answer.text)) == (200, "Your account is deleted")
    assert "gatepost-session=;" in answer.headers["Set-Cookie"]
    assert not other.is_signed_in()
    assert not inside.is_signed_in()
    log_in = client.post("/user/login", json={"username": "ada", "password": "password"})
    assert log_in.status_code == 401


@pytest.mark.parametrize("typed", ["", "eve", "ad", "<b>ada</b>"])
def test_without_the_username_nothing_is_deleted(inside: Visitor, typed: str) -> None:
    answer = inside.sent(PATH, username=typed)
    assert answer.status_code == 422
    assert reason(answer.text, "username") == "This is not your username."
    assert inside.is_signed_in()


def test_the_last_administrator_stays(app: Flask, admin: Person) -> None:
    root = Visitor(app, admin)
    answer = root.sent(PATH, username="root")
    assert (answer.status_code, alert(answer.text)[:31]) == (409, "This is the only administrator:")
    assert root.is_signed_in()
