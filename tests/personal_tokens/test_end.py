"""Deeds that revoke personal tokens, and deeds that leave them: docs/personal-tokens.md has the table."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from gatepost.accounts.deactivate import deactivate_user, reactivate_user
from gatepost.crypto import random_hex
from gatepost.database import db
from gatepost.passwords.expire import expire_password
from gatepost.sessions.end import end_other_sessions
from gatepost.users.models import lock_user
from gatepost.users.personal_tokens import PersonalToken
from tests.audit.test_record import Record
from tests.contact_changes.conftest import Place
from tests.personal_tokens.tokens import PATH, made, token_of, works
from tests.support.authenticator import enrol
from tests.support.contacts import prove
from tests.support.letters import Letters
from tests.support.people import People, Person
from tests.support.time import SetClock

pytestmark = pytest.mark.every_engine
UNKNOWN = (404, "personal_token_not_found")


def rows(app: Flask) -> int:
    with app.app_context():
        found = db.session.scalar(select(func.count()).select_from(PersonalToken)) or 0
        db.session.rollback()
    return found


@pytest.fixture
def tokens(client: FlaskClient, ada: Person, eve: Person) -> tuple[str, str]:
    """One of ada, one of eve."""
    return token_of(client, ada), token_of(client, eve)


@pytest.mark.asvs("7.4.1")
def test_its_user_revokes_one_or_all(app: Flask, client: FlaskClient, ada: Person, eve: Person) -> None:
    first, second, other = made(client, ada), made(client, ada), made(client, eve)
    record = Record(app)
    assert client.delete(f"{PATH}/{first['id']}", headers=ada.signed).json["message"] == "Token revoked."
    again = client.delete(f"{PATH}/{first['id']}", headers=ada.signed)
    assert (again.status_code, again.json["code"]) == UNKNOWN
    assert [works(client, each["token"], ada) for each in (first, second)] == [False, True]
    answer = client.delete(PATH, headers=ada.signed)
    assert answer.json == {"data": {"revoked": 1}, "message": "1 token revoked.", "status": 200}
    assert client.delete(PATH, headers=ada.signed).json["data"] == {"revoked": 0}
    assert not works(client, second["token"], ada)
    assert works(client, other["token"], eve)
    names = ["personal_token.revoked", "personal_tokens.revoked"]
    assert [line[:3] for line in record.new()] == [(name, ada.uuid, ada.uuid) for name in names]


@pytest.mark.asvs("8.2.2")
def test_nobody_revokes_another_users_but_support(
    app: Flask, client: FlaskClient, people: People, ada: Person, eve: Person, admin: Person
) -> None:
    theirs = made(client, ada)
    assert client.delete(f"{PATH}/{theirs['id']}", headers=eve.signed).status_code == 404
    below = f"/user/{ada.uuid}/personal-tokens"
    for path in (below, f"{below}/{theirs['id']}"):
        assert client.delete(path, headers=eve.signed).status_code == 403
    assert client.get(below, headers=eve.signed).status_code == 403
    assert works(client, theirs["token"], ada)
    listed = client.get(below, headers=admin.signed).json["data"]
    assert [each["id"] for each in listed] == [theirs["id"]]
    record = Record(app)
    assert client.delete(f"{below}/{theirs['id']}", headers=admin.signed).status_code == 200
    assert [line[:3] for line in record.new()] == [("personal_token.revoked", ada.uuid, admin.uuid)]
    token_of(client, ada)
    assert client.delete(below, headers=admin.signed).json["data"] == {"revoked": 1}
    of_admin = made(client, admin)
    assert client.delete(f"/user/{ada.uuid}/personal-tokens/{of_admin['id']}", headers=admin.signed).status_code == 404


def test_ending_sessions_by_hand_and_logging_out_leave_it(
    client: FlaskClient, people: People, ada: Person, tokens: tuple[str, str]
) -> None:
    people.log_in(ada)
    assert client.delete("/user/sessions", headers=ada.signed).json["data"] == {"ended": 1}
    assert client.post("/user/logout/", headers=ada.signed).status_code == 200
    assert works(client, tokens[0], ada)


@pytest.mark.asvs("7.4.3")
def test_a_changed_password_revokes_it(
    app: Flask, client: FlaskClient, ada: Person, eve: Person, tokens: tuple[str, str]
) -> None:
    record = Record(app)
    body = {"old_password": "password", "new_password": "another password"}
    assert client.post(f"/user/change-password/{ada.uuid}", json=body, headers=ada.signed).status_code == 200
    assert [works(client, tokens[0], ada), works(client, tokens[1], eve)] == [False, True]
    assert ("personal_tokens.revoked", ada.uuid, None) in [line[:3] for line in record.new()]


@pytest.mark.asvs("7.4.3")
@pytest.mark.parametrize("proven", [True, False])
def test_a_reset_password_revokes_it(
    app: Flask, client: FlaskClient, ada: Person, eve: Person, tokens: tuple[str, str], letters: Letters, proven: bool
) -> None:
    if proven:
        prove(app, "mobile", ada.uuid)
    letters.new()
    client.post("/user/forgot-password", json={"username": "ada"})
    body = {"username": "ada", "code": letters.one("reset").code, "new_password": "another password"}
    assert client.post("/user/reset-password", json=body).status_code == 200
    assert [works(client, tokens[0], ada), works(client, tokens[1], eve)] == [False, True]


@pytest.mark.parametrize("same_device", [False, True])
def test_a_strangers_first_proof_of_the_address_revokes_it(
    app: Flask, client: FlaskClient, ada: Person, tokens: tuple[str, str], letters: Letters, same_device: bool
) -> None:
    """Somebody else may have made the account of this number, and the token (account pre-hijacking)."""
    owner = client if same_device else app.test_client()
    letters.new()
    assert owner.post("/user/login/code", json={"mobile": ada.mobile}).status_code == 202
    body = {"mobile": ada.mobile, "code": letters.one("login").code}
    assert owner.post("/user/login/code", json=body).status_code == 200
    assert works(client, tokens[0], ada) is same_device


@pytest.mark.asvs("7.4.2")
def test_the_undo_of_a_changed_address_revokes_it(make_app: Callable[..., Flask]) -> None:
    place = Place(make_app(activation="code", change_proof=True))
    ada = place.join("ada", email="ada@example.org")
    place.change(ada, email="new@example.org")
    assert place.prove(ada, email=place.post.one("change").code).status_code == 200
    told = place.post.one("address_changed")
    token = token_of(place.client, ada)
    assert works(place.client, token, ada)
    assert place.send_back("undo-change", told.token).status_code == 200
    assert not works(place.client, token, ada)


@pytest.mark.asvs("7.4.2")
def test_a_new_factor_its_undo_and_the_removal_of_all_revoke_it(
    app: Flask, client: FlaskClient, ada: Person, admin: Person, letters: Letters, time: SetClock
) -> None:
    prove(app, "mobile", ada.uuid)
    before = token_of(client, ada)
    letters.new()
    enrol(client, ada)
    sent = letters.one("factor_added")
    assert not works(client, before, ada)
    between = token_of(client, ada)
    assert client.delete(f"/user/{ada.uuid}/factors", headers=admin.signed).status_code == 200
    assert not works(client, between, ada)
    ada = People(client).log_in(ada)
    after = token_of(client, ada)
    assert client.post("/user/undo-way-in", json={"token": sent.token}).status_code == 200
    assert not works(client, after, ada)


@pytest.mark.asvs("7.4.2")
def test_a_closed_account_ends_it_for_good(
    app: Flask, client: FlaskClient, ada: Person, eve: Person, tokens: tuple[str, str]
) -> None:
    with app.app_context():
        deactivate_user(ada.uuid)
    assert [works(client, tokens[0], ada), works(client, tokens[1], eve)] == [False, True]
    with app.app_context():
        reactivate_user(ada.uuid)
    assert not works(client, tokens[0], ada)


@pytest.mark.asvs("7.4.2")
def test_a_deleted_account_takes_it_along(
    app: Flask, client: FlaskClient, ada: Person, tokens: tuple[str, str]
) -> None:
    assert client.delete(f"/user/{ada.uuid}", headers=ada.signed).status_code == 200
    assert not works(client, tokens[0], ada)
    assert rows(app) == 1


@pytest.mark.parametrize("everywhere", [True, False])
def test_an_expired_password_revokes_it_where_sessions_end_too(
    app: Flask, client: FlaskClient, ada: Person, tokens: tuple[str, str], everywhere: bool
) -> None:
    with app.app_context():
        expire_password(ada.uuid, end_sessions=everywhere)
    assert works(client, tokens[0], ada) is not everywhere


def test_all_that_ends_every_other_session_revokes_it(
    app: Flask, client: FlaskClient, ada: Person, eve: Person, tokens: tuple[str, str]
) -> None:
    """The one function of such deeds, among them the removal of a password and of a provider."""
    with app.app_context():
        lock_user(ada.uuid)
        end_other_sessions(ada.uuid, keep=random_hex(16), reason="of a test")
        db.session.commit()
    assert [works(client, tokens[0], ada), works(client, tokens[1], eve)] == [False, True]
