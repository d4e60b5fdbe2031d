"""A password change, a deactivation or a deletion between the check and the session's start wins."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from gatepost.accounts.deactivate import deactivate_user
from gatepost.caller import Client
from gatepost.database import db
from gatepost.errors import AccountNotActive, InvalidCredentials
from gatepost.login.complete import complete
from gatepost.login.outcome import SignedIn
from gatepost.sessions.models import Session
from gatepost.throttling.claimant import Claimant
from gatepost.users.models import User, get_user
from tests.support.people import People, Person

pytestmark = pytest.mark.every_engine

SOMEBODY = Client(address="192.0.2.1", user_agent="a test")


def change_password(app: Flask, ada: Person) -> None:
    body = {"old_password": "password", "new_password": "another password"}
    answer = app.test_client().post(f"/user/change-password/{ada.uuid}", json=body, headers=ada.signed)
    assert answer.status_code == 200


def deactivate(app: Flask, ada: Person) -> None:
    with app.app_context():
        deactivate_user(ada.uuid)


def delete(app: Flask, ada: Person) -> None:
    assert app.test_client().delete(f"/user/{ada.uuid}", headers=ada.signed).status_code == 200


def as_read_before(app: Flask, ada: Person) -> User:
    with app.app_context():
        return get_user(ada.uuid)


def sessions(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Session).where(Session.ended_at.is_(None))) or 0


@pytest.mark.one_factor
def test_a_user_whose_row_has_not_changed_gets_a_session(app: Flask, ada: Person) -> None:
    user = as_read_before(app, ada)
    with app.app_context():
        outcome = complete(user, Claimant(user, SOMEBODY), amr=("pwd",))
        assert isinstance(outcome, SignedIn)
        assert outcome.session.keys() == {"access_token", "refresh_token"}
    assert sessions(app) == 2


@pytest.mark.one_factor
@pytest.mark.parametrize(("change", "left"), [(change_password, 1), (deactivate, 0), (delete, 0)])
def test_no_session_outlives_a_change_that_came_in_between(
    app: Flask, ada: Person, change: Callable[[Flask, Person], None], left: int
) -> None:
    user = as_read_before(app, ada)
    change(app, ada)
    with app.app_context(), pytest.raises(InvalidCredentials):
        complete(user, Claimant(user, SOMEBODY), amr=("pwd",))
    assert sessions(app) == left


def test_a_renewed_hash_does_not_undo_a_password_change(app: Flask, client: FlaskClient, ada: Person) -> None:
    user = as_read_before(app, ada)
    change_password(app, ada)
    with app.app_context(), pytest.raises(InvalidCredentials):
        complete(user, Claimant(user, SOMEBODY), amr=("pwd",), rehashed=user.password_hash)
    old = client.post("/user/login", json={"username": "ada", "password": "password"})
    new = client.post("/user/login", json={"username": "ada", "password": "another password"})
    assert (old.status_code, new.status_code) == (401, 200)


def test_a_user_who_is_not_active_gets_no_session(app: Flask, people: People) -> None:
    user = as_read_before(app, people.register("eve"))
    with app.app_context(), pytest.raises(AccountNotActive):
        complete(user, Claimant(user, SOMEBODY), amr=("pwd",))
    assert sessions(app) == 0
