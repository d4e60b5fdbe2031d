"""Accounts without a password."""

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gatepost import clock
from tests.support.contacts import set_contacts
from tests.support.people import Person

NEW = "a new password"


RECENT = (401, "insufficient_user_authentication")


def remove(client: FlaskClient, whom: Person, *, by: Person | None = None) -> TestResponse:
    return client.delete(f"/user/{whom.uuid}/password", headers=(by or whom).signed)


def choose(client: FlaskClient, person: Person, **body: str) -> TestResponse:
    body = {"new_password": NEW} | body
    return client.post(f"/user/change-password/{person.uuid}", json=body, headers=person.signed)


def verify_contacts(app: Flask) -> None:
    set_contacts(app, "mobile", verified_at=clock.now())
