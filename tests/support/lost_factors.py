"""Requests about lost factors, and what they leave."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from gatepost.database import db
from gatepost.factors.models import LostFactor, RecoveryCode, TotpFactor
from tests.support.authenticator import due, first
from tests.support.letters import Letter, Letters
from tests.support.people import Person

DUE = (403, "second_factor_required")


INVALID = (403, "invalid_proof")


EMAIL = "ada@example.org"


def report(client: FlaskClient, **body: str) -> TestResponse:
    return client.post("/user/lost-factor", json=body)


def stop(client: FlaskClient, token: str) -> TestResponse:
    return client.post("/user/lost-factor/stop", json={"token": token})


def told(letters: Letters) -> Letter:
    """The letters by e-mail; the mobile number is told the same."""
    both = {letter.channel: letter for letter in letters.new()}
    assert {(each, letter.name) for each, letter in both.items()} == {
        ("email", "factors_end_soon"),
        ("sms", "factors_end_soon"),
    }
    assert both["email"].values == both["sms"].values
    return both["email"]


def begin(client: FlaskClient, person: Person, letters: Letters) -> Letter:
    """Begin the waiting time by the password. Gives the message."""
    answer = report(client, token=due(client, person))
    assert answer.status_code == 200, answer.text
    return told(letters)


def waiting(app: Flask) -> list[Any]:
    with app.app_context():
        rows = list(db.session.execute(select(LostFactor.user_uuid)).all())
        db.session.rollback()
    return rows


def stored(app: Flask) -> tuple[int, int]:
    """How many apps and recovery codes there are."""
    with app.app_context():
        rows = tuple(len(db.session.execute(select(table.user_uuid)).all()) for table in (TotpFactor, RecoveryCode))
        db.session.rollback()
    return rows  # type: ignore[return-value]


def assert_refused_at_the_door(client: FlaskClient, person: Person) -> None:
    answer = first(client, person)
    assert (answer.status_code, answer.json["code"]) == DUE
