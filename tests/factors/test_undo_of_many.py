"""A removal of as many factors as a user can have is kept whole for its undo."""

import os

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factors.test_undo import undo
from tests.support.authenticator import enrol
from tests.support.contacts import prove
from tests.support.letters import Letters
from tests.support.passkeys import add_passkey
from tests.support.people import Person
from tests.support.software_key import ML_DSA_44, Authenticator
from tests.support.time import SetClock

pytestmark = pytest.mark.every_engine


def test_many_passkeys_with_large_keys_are_removed_and_put_back(
    app: Flask, client: FlaskClient, ada: Person, letters: Letters, time: SetClock
) -> None:
    """Otherwise their user could not remove them, and a lost factor would hold up those of others."""
    for _ in range(20):
        add_passkey(client, ada, Authenticator(algorithm=ML_DSA_44), id=os.urandom(1023))
    enrol(client, ada)
    prove(app, "mobile", ada.uuid)
    letters.new()
    assert client.delete(f"/user/{ada.uuid}/factors", headers=ada.signed).status_code == 200
    assert undo(client, letters.one("factors_removed").token).status_code == 200
    again = client.post("/user/login", json={"username": "ada", "password": "password"})
    assert again.json["second_factor"]["factors"] == ["totp", "passkey", "recovery_code"]
