"""An account at a provider that a stranger may have linked ends with what else the stranger had."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.audit.test_record import Record
from tests.providers.browser import native
from tests.providers.links import PATH
from tests.support.letters import Letters
from tests.support.people import Person
from tests.support.provider import Provider
from tests.web.endpoints import assert_refused

pytestmark = pytest.mark.every_engine

UNPROVEN = (403, "unproven_email")  # nobody's account is linked, and no address is there by which to find one


def link(client: FlaskClient, person: Person, provider: Provider) -> None:
    """Link the account of somebody else at the provider, whose address nobody has proven."""
    provider.claims = {"email": None}
    body = {"id_token": provider.id_token("to link"), "nonce": "to link"}
    assert client.post(PATH, json=body, headers=person.signed).status_code == 201


def log_in(client: FlaskClient, provider: Provider, nonce: str = "a nonce") -> int:
    return native(client, provider.id_token(nonce), nonce).status_code


@pytest.mark.parametrize("same_device", [False, True])
def test_the_first_proof_of_an_address_unlinks_it_unless_it_comes_from_a_known_device(
    app: Flask, client: FlaskClient, ada: Person, provider: Provider, letters: Letters, same_device: bool
) -> None:
    """Somebody else may have made the account of this number (account pre-hijacking)."""
    link(client, ada, provider)
    owner = client if same_device else app.test_client()
    letters.new()
    assert owner.post("/user/login/code", json={"mobile": ada.mobile}).status_code == 202
    record, code = Record(app), letters.one("login").code
    assert owner.post("/user/login/code", json={"mobile": ada.mobile, "code": code}).status_code == 200
    if same_device:
        assert log_in(client, provider) == 200
    else:
        assert ("provider.unlinked", ada.uuid, None) in [line[:3] for line in record.new()]
        assert_refused(native(client, provider.id_token("a nonce")), UNPROVEN)


def test_an_address_that_is_restored_unlinks_what_was_linked_shortly_before_or_since(
    client: FlaskClient, settled: Person, provider: Provider, letters: Letters
) -> None:
    """A thief of the session may have linked an account of theirs, and changed the address then."""
    link(client, settled, provider)
    change = {"email": "thief@example.org"}
    assert client.patch(f"/user/{settled.uuid}", json=change, headers=settled.signed).status_code == 200
    undo = next(letter for letter in letters.new() if letter.name == "address_changed")
    assert client.post("/user/undo-change", json={"token": undo.token}).status_code == 200
    assert_refused(native(client, provider.id_token("a nonce")), UNPROVEN)
