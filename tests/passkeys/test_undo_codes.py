"""Recovery codes after an undo: they stay as long as a passkey is the factor that is due (SECOND_FACTOR)."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factors.test_undo import undo
from tests.passkeys.test_enrol import enrol_passkey
from tests.support.authenticator import due, enrol, second
from tests.support.contacts import prove
from tests.support.letters import Letters
from tests.support.lost_factors import stored
from tests.support.passkeys import add_passkey, options_to_log_in
from tests.support.people import People, Person
from tests.support.software_key import Authenticator
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused

pytestmark = pytest.mark.every_engine


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """A service where everybody has to have a second factor."""
    return make_app(second_factor="required")


@pytest.fixture
def ada(app: Flask, client: FlaskClient) -> Person:
    ada = People(client).join("ada")
    prove(app, "mobile", ada.uuid)
    return ada


def test_they_stay_where_an_added_app_goes_and_the_passkey_is_left(
    app: Flask, client: FlaskClient, ada: Person, letters: Letters, time: SetClock
) -> None:
    _, told = enrol_passkey(client, ada)
    letters.new()
    enrol(client, ada)
    assert undo(client, letters.one("factor_added").token).status_code == 200
    assert stored(app) == (0, 10)
    assert second(client, due(client, ada), recovery_code=told["recovery_codes"][0]).status_code == 200


@pytest.mark.parametrize("further", [0, 11])
def test_they_come_back_with_the_passkeys_that_were_removed(
    app: Flask, client: FlaskClient, people: People, ada: Person, letters: Letters, time: SetClock, further: int
) -> None:
    """Twelve passkeys are kept in two parts, and each is put back by itself."""
    _, told = enrol_passkey(client, ada)
    for _ in range(further):
        add_passkey(client, ada, Authenticator())
    root = people.appoint(app, "root")
    enrol(client, root)
    before = stored(app)
    letters.new()
    assert client.delete(f"/user/{ada.uuid}/factors", headers=root.signed).status_code == 200
    assert undo(client, letters.one("factors_removed").token).status_code == 200
    assert stored(app) == before
    assert second(client, due(client, ada), recovery_code=told["recovery_codes"][0]).status_code == 200


def test_they_go_with_the_only_passkey(
    app: Flask, client: FlaskClient, people: People, ada: Person, letters: Letters
) -> None:
    """A thief with the password has added it. The codes would open the account to the thief without a factor."""
    letters.new()
    _, thiefs = enrol_passkey(client, ada)
    assert undo(client, letters.one("passkey_added").token).status_code == 200
    assert stored(app) == (0, 0)
    thief = people.log_in(ada)
    proof = {"recovery_code": thiefs["recovery_codes"][0]}
    answer = client.post("/user/reauthenticate", json=proof, headers=thief.signed)
    assert_refused(answer, (403, "invalid_proof"))


def test_those_of_a_thief_go_where_those_of_before_come_back(
    app: Flask, client: FlaskClient, people: People, ada: Person, letters: Letters, time: SetClock
) -> None:
    """The support has removed ada's passkey, and a thief with the password has put another in its place."""
    _, told = enrol_passkey(client, ada)
    root = people.appoint(app, "root")
    enrol(client, root)
    letters.new()
    assert client.delete(f"/user/{ada.uuid}/factors", headers=root.signed).status_code == 200
    removed = letters.one("factors_removed").token
    _, thiefs = enrol_passkey(client, people.log_in(ada))
    assert undo(client, removed).status_code == 200
    refused = second(client, due(client, ada), recovery_code=thiefs["recovery_codes"][0])
    assert_refused(refused, (403, "invalid_proof"))
    assert second(client, due(client, ada), recovery_code=told["recovery_codes"][0]).status_code == 200


def test_those_that_came_with_an_added_app_go_with_it_though_the_passkey_is_due(
    client: FlaskClient, ada: Person, letters: Letters, time: SetClock
) -> None:
    key, told = enrol_passkey(client, ada)
    for code in told["recovery_codes"]:
        assert second(client, due(client, ada), recovery_code=code).status_code == 200
    letters.new()
    app = enrol(client, ada)
    assert len(app.recovery_codes) == 10
    assert undo(client, letters.one("factor_added").token).status_code == 200
    refused = second(client, due(client, ada), recovery_code=app.recovery_codes[0])
    assert_refused(refused, (403, "invalid_proof"))
    assert second(client, due(client, ada), passkey=key.get(options_to_log_in(client))).status_code == 200
