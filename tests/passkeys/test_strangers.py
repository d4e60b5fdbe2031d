"""A passkey that a stranger may have added ends with what else the stranger had; tests/contact_changes has the undo."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.audit.test_record import Record
from tests.support.letters import Letters
from tests.support.passkeys import add_passkey, log_in
from tests.support.people import Person
from tests.support.software_key import Authenticator
from tests.web.endpoints import assert_refused

pytestmark = pytest.mark.every_engine


@pytest.mark.parametrize("same_device", [False, True])
def test_the_first_proof_of_an_address_ends_the_passkeys_unless_it_comes_from_a_known_device(
    app: Flask, client: FlaskClient, ada: Person, letters: Letters, same_device: bool
) -> None:
    """Somebody else may have made the account of this number (account pre-hijacking)."""
    authenticator = Authenticator()
    add_passkey(client, ada, authenticator)
    owner = client if same_device else app.test_client()
    letters.new()
    assert owner.post("/user/login/code", json={"mobile": ada.mobile}).status_code == 202
    record = Record(app)
    code = letters.one("login").code
    assert owner.post("/user/login/code", json={"mobile": ada.mobile, "code": code}).status_code == 200
    if same_device:
        assert log_in(client, authenticator).status_code == 200
    else:
        assert ("passkey.removed", ada.uuid, None) in [line[:3] for line in record.new()]
        assert_refused(log_in(client, authenticator), (403, "unknown_passkey"))


@pytest.mark.parametrize("same_device", [False, True])
def test_so_does_a_new_password_as_the_first_proof(
    app: Flask, client: FlaskClient, ada: Person, letters: Letters, same_device: bool
) -> None:
    authenticator = Authenticator()
    add_passkey(client, ada, authenticator)
    owner = client if same_device else app.test_client()
    letters.new()
    assert owner.post("/user/forgot-password", json={"mobile": ada.mobile}).status_code == 202
    body = {"mobile": ada.mobile, "code": letters.one("reset").code, "new_password": "another password"}
    assert owner.post("/user/reset-password", json=body).status_code == 200
    assert log_in(client, authenticator).status_code == (200 if same_device else 403)
