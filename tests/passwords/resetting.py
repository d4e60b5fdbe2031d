"""What the tests of a new password by code or link have in common."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from gatepost.accounts.deactivate import deactivate_user
from gatepost.database import db
from gatepost.users.models import User
from tests.support.letters import Letter, Letters
from tests.support.people import Person

NEW = "a password of many new words"
INVALID = (403, "invalid_proof")
EMAIL = "ada@example.org"


def forget(client: FlaskClient, **named: str) -> TestResponse:
    return client.post("/user/forgot-password", json=named)


def reset(client: FlaskClient, new_password: str = NEW, **proof: str) -> TestResponse:
    return client.post("/user/reset-password", json={**proof, "new_password": new_password})


def log_in(client: FlaskClient, password: str, username: str = "ada") -> int:
    return client.post("/user/login", json={"username": username, "password": password}).status_code


def set_in_row(app: Flask, person: Person, **values: Any) -> None:
    with app.app_context():
        db.session.execute(update(User).where(User.uuid == person.uuid).values(values))
        db.session.commit()


@pytest.fixture
def with_email(client: FlaskClient, ada: Person) -> Person:
    """ada, who has an e-mail address too."""
    assert client.patch(f"/user/{ada.uuid}", json={"email": EMAIL}, headers=ada.signed).status_code == 200
    return ada


def sent_for(letters: Letters, client: FlaskClient, **named: str) -> Letter:
    """The message that brings a way back."""
    letters.new()
    answer = forget(client, **named)
    assert (answer.status_code, answer.json["status"]) == (202, 202)
    return letters.one("reset")


def deactivate(app: Flask, ada: Person) -> None:
    with app.app_context():
        deactivate_user(ada.uuid)


def delete(app: Flask, ada: Person) -> None:
    assert app.test_client().delete(f"/user/{ada.uuid}", headers=ada.signed).status_code == 200


def change_address(app: Flask, ada: Person) -> None:
    body = {"email": "ada@new.example"}
    assert app.test_client().patch(f"/user/{ada.uuid}", json=body, headers=ada.signed).status_code == 200


def change_password(app: Flask, ada: Person) -> None:
    body = {"old_password": "password", "new_password": "another password"}
    answer = app.test_client().post(f"/user/change-password/{ada.uuid}", json=body, headers=ada.signed)
    assert answer.status_code == 200


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"
