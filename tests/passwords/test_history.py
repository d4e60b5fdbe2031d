"""Former passwords are not accepted again, where the setting asks for it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from gatepost.database import db
from gatepost.passwords.models import FormerPassword
from gatepost.serving.housekeeping import Housekeeping
from tests.passwords.resetting import INVALID, log_in, reset, sent_for, set_in_row
from tests.passwords.resetting import with_email as with_email
from tests.support.letters import Letters
from tests.support.people import People, Person
from tests.web.endpoints import assert_refused, contents

pytestmark = pytest.mark.every_engine

USED = {"new_password": ["You have used this password before: choose another."]}
SAME = {"new_password": ["Choose one that differs from the old password."]}


def change(client: FlaskClient, ada: Person, old: str, new: str) -> Any:
    body = {"old_password": old, "new_password": new}
    return client.post(f"/user/change-password/{ada.uuid}", json=body, headers=ada.signed)


def kept(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(FormerPassword.password_hash).order_by(FormerPassword.version)))


def test_the_last_few_passwords_are_refused_and_older_ones_are_not(make_app: Callable[..., Flask]) -> None:
    app = make_app(password_history=2)
    client = app.test_client()
    ada = People(client).join("ada", password="the first one")
    for old, new in [("the first one", "the second one"), ("the second one", "the third one")]:
        assert change(client, ada, old, new).status_code == 200
    for refused in ("the first one", "the second one"):
        answer = change(client, ada, "the third one", refused)
        assert (answer.status_code, answer.json["errors"]) == (422, USED)
    assert change(client, ada, "the third one", "the fourth one").status_code == 200
    assert change(client, ada, "the fourth one", "the first one").status_code == 200
    assert len(kept(app)) == 2
    assert all(hashed.startswith("$argon2id$") for hashed in kept(app))


def test_by_default_only_the_present_password_is_refused_and_none_is_kept(
    app: Flask, client: FlaskClient, ada: Person
) -> None:
    assert change(client, ada, "password", "another password").status_code == 200
    assert change(client, ada, "another password", "another password").json["errors"] == SAME
    assert change(client, ada, "another password", "password").status_code == 200
    assert kept(app) == []


@pytest.mark.parametrize("way", ["link", "code"])
def test_a_former_password_is_refused_to_who_has_the_proof_and_spends_none(
    make_app: Callable[..., Flask], with_email: Person, way: str
) -> None:
    app = make_app(password_history=1)
    client, letters = app.test_client(), Letters(app)
    assert change(client, with_email, "password", "another password").status_code == 200
    letter = sent_for(letters, client, username="ada")
    wrong = {"token": "x" * 43} if way == "link" else {"username": "ada", "code": "nought"}
    right = {"token": letter.token} if way == "link" else {"username": "ada", "code": letter.code}
    before = contents(app)
    for new, reason in [("password", USED), ("another password", SAME)] * 3:  # more than there are tries
        assert reset(client, new, **right).json["errors"] == reason
    assert contents(app) == before
    assert_refused(reset(client, "password", **wrong), INVALID)
    assert reset(client, "and one more", **right).status_code == 200
    assert log_in(client, "and one more") == 200


@pytest.mark.parametrize("stored", ["!", "5f4dcc3b5aa765d61d8327deb882cf99"])
def test_what_is_no_good_hash_is_not_kept(make_app: Callable[..., Flask], with_email: Person, stored: str) -> None:
    app = make_app(password_history=5)
    client, letters = app.test_client(), Letters(app)
    set_in_row(app, with_email, password_hash=stored)
    letter = sent_for(letters, client, username="ada")
    assert reset(client, token=letter.token).status_code == 200
    assert kept(app) == []


def test_less_history_is_trimmed_by_the_next_change_and_none_by_housekeeping(make_app: Callable[..., Flask]) -> None:
    app, less, off = make_app(password_history=3), make_app(password_history=1), make_app()
    ada = People(app.test_client()).join("ada", password="password 0")
    for number in range(3):
        assert change(app.test_client(), ada, f"password {number}", f"password {number + 1}").status_code == 200
    Housekeeping(less).round()
    assert len(kept(app)) == 3
    assert change(less.test_client(), ada, "password 3", "password 0").status_code == 200
    assert len(kept(app)) == 1
    Housekeeping(off).round()
    assert kept(app) == []


def test_former_passwords_go_with_the_account(make_app: Callable[..., Flask]) -> None:
    app = make_app(password_history=3)
    client = app.test_client()
    ada = People(client).join("ada")
    assert change(client, ada, "password", "another password").status_code == 200
    assert len(kept(app)) == 1
    assert client.delete(f"/user/{ada.uuid}", headers=ada.signed).status_code == 200
    assert kept(app) == []
