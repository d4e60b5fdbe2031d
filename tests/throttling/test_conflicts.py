"""A deed whose transaction is rolled back on a conflict is done again, and what it has counted counts once."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from gatepost.audit.models import AuditEvent
from gatepost.database import db
from gatepost.one_time_codes.fulfil_request import REQUESTED_CODE
from gatepost.outbox.deliver import deliver_due
from gatepost.passwords.expire import expire_password
from tests.contact_changes.conftest import ADA, NEW, Place
from tests.support.conflict import conflict_at
from tests.support.letters import Letters
from tests.support.people import People, Person
from tests.support.time import SetClock
from tests.support.waiting import EMAIL, INVALID, MOBILE, Waiting, another

Make = Callable[..., Flask]
AUDIT, OUTBOX = "INSERT INTO audit_events", "INSERT INTO outbox"
RESET, FORGOT, ENTER, LOGIN = "/user/reset-password", "/user/forgot-password", "/user/login/code", "/user/login"
CHOSEN = "a password of many words"


@pytest.fixture
def place(make_app: Make) -> Place:
    return Place(make_app(activation="code", change_proof=True))


@pytest.fixture
def guarded(make_app: Make) -> Flask:
    return make_app(limits=True)


@pytest.fixture
def ada(app: Flask) -> Person:
    return People(app.test_client()).join("ada")


def slip(client: FlaskClient, path: str, body: dict[str, str], status: int, **headers: str) -> None:
    """Four wrong guesses: one is left."""
    for _ in range(4):
        assert client.post(path, json=body, headers=headers).status_code == status


def test_a_registration_sends_its_code(waiting: Waiting) -> None:
    with conflict_at(waiting.app, AUDIT):
        assert waiting.register("ada", mobile=MOBILE).status_code == 201
    assert waiting.letters.one("activation").to == MOBILE


def test_a_private_registration_sends_its_code(make_app: Make) -> None:
    place = Place(make_app(activation="code", registration_answer="private"))
    with conflict_at(place.app, AUDIT):
        answer = place.client.post("/user", json={"username": "ada", "email": EMAIL, "password": "password"})
    assert answer.status_code == 202
    assert place.post.one("activation").to == EMAIL


def test_the_right_code_activates_at_the_fifth_guess(waiting: Waiting) -> None:
    code = waiting.letter("ada", mobile=MOBILE).code
    for _ in range(4):
        assert waiting.prove(mobile=MOBILE, code=another(code)) == INVALID
    with conflict_at(waiting.app, AUDIT):
        assert waiting.prove(mobile=MOBILE, code=code) == (200, "")


@pytest.mark.parametrize("path", [ENTER, FORGOT])
def test_a_request_for_a_code_is_taken(app: Flask, client: FlaskClient, path: str) -> None:
    with conflict_at(app, OUTBOX):
        assert client.post(path, json={"username": "ada"}).status_code == 202


def test_a_requested_code_is_sent_at_once(waiting: Waiting, time: SetClock) -> None:
    waiting.letter("ada", mobile=MOBILE)
    time.pass_(seconds=30)
    assert waiting.ask(mobile=MOBILE).status_code == 202
    with conflict_at(waiting.app, OUTBOX), waiting.app.app_context():
        assert deliver_due(REQUESTED_CODE) == 1
    assert waiting.letters.one("activation").to == MOBILE


def test_the_right_password_logs_in_at_the_fifth_attempt(guarded: Flask) -> None:
    People(guarded.test_client()).settle("ada")
    stranger = guarded.test_client()
    slip(stranger, LOGIN, {"username": "ada", "password": "wrong"}, 401)
    with conflict_at(guarded, AUDIT):
        assert stranger.post(LOGIN, json={"username": "ada", "password": "password"}).status_code == 200


def test_the_right_password_changes_and_reauthenticates_at_the_fifth_attempt(guarded: Flask) -> None:
    ada = People(guarded.test_client()).join("ada")
    client, wrong = guarded.test_client(), {"password": "wrong"}
    slip(client, "/user/reauthenticate", wrong, 403, **ada.signed)
    with conflict_at(guarded, AUDIT):
        answer = client.post("/user/reauthenticate", json={"password": "password"}, headers=ada.signed)
    assert answer.status_code == 200
    path, body = f"/user/change-password/{ada.uuid}", {"old_password": "wrong", "new_password": CHOSEN}
    slip(client, path, body, 403, **ada.signed)
    with conflict_at(guarded, AUDIT):
        answer = client.post(path, json=body | {"old_password": "password"}, headers=ada.signed)
    assert answer.status_code == 200


@pytest.mark.parametrize(("asked", "path", "more"), [(ENTER, ENTER, {}), (FORGOT, RESET, {"new_password": CHOSEN})])
def test_the_right_code_gets_in_at_the_fifth_guess(
    app: Flask, ada: Person, letters: Letters, asked: str, path: str, more: dict[str, str]
) -> None:
    stranger, named = app.test_client(), {"username": "ada"}
    assert stranger.post(asked, json=named).status_code == 202
    (letter,) = letters.new()
    slip(stranger, path, {**named, **more, "code": another(letter.code)}, 403)
    with conflict_at(app, AUDIT):
        assert stranger.post(path, json={**named, **more, "code": letter.code}).status_code == 200


def test_a_change_sends_its_code_and_is_proven_at_the_fifth_guess(place: Place) -> None:
    ada = place.join("ada", email=ADA)
    with conflict_at(place.app, AUDIT):
        assert place.change(ada, email=NEW).status_code == 200
    code = place.post.one("change").code
    for _ in range(4):
        assert place.prove(ada, email=another(code)).status_code == 403
    with conflict_at(place.app, AUDIT):
        assert place.prove(ada, email=code).status_code == 200


def test_an_undone_change_sends_its_link(place: Place, time: SetClock) -> None:
    ada = place.join("ada", email=ADA)
    assert place.change(ada, email=NEW).status_code == 200
    assert place.prove(ada, email=place.post.one("change").code).status_code == 200
    told = place.post.one("address_changed")
    time.pass_(seconds=30)
    with conflict_at(place.app, AUDIT):
        assert place.send_back("undo-change", told.token).status_code == 200
    assert place.post.one("change_undone").to == ADA


def test_an_expired_password_that_is_replaced_is_put_on_record_once(app: Flask, ada: Person) -> None:
    with app.app_context():
        assert expire_password(ada.uuid, end_sessions=False)
    body = {"username": "ada", "password": "password", "new_password": CHOSEN}
    with conflict_at(app, "UPDATE users"):
        assert app.test_client().post(LOGIN, json=body).status_code == 200
    with app.app_context():
        lines = db.session.scalars(select(AuditEvent.event).where(AuditEvent.user_uuid == ada.uuid)).all()
    assert lines.count("login.password_expired") == 1
