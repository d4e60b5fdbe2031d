"""POST /user/undo-way-in: an added or removed passkey is undone by the link in its message, for seven days."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.serving.housekeeping import Housekeeping
from tests.audit.test_record import Record
from tests.factors.test_undo import kept, undo
from tests.passkeys.test_manage import listed
from tests.support.authenticator import enrol, opens
from tests.support.contacts import prove
from tests.support.letters import Letter, Letters
from tests.support.passkeys import PASSKEYS, add_passkey, log_in
from tests.support.people import People, Person
from tests.support.software_key import Authenticator, encoded
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused, contents, row_counts

pytestmark = pytest.mark.every_engine

INVALID = (403, "invalid_proof")
UNKNOWN = (403, "unknown_passkey")
Removed = tuple[Authenticator, dict[str, Any], Letter]


@pytest.fixture
def ada(app: Flask, people: People) -> Person:
    """A user who is logged in, and has proven her number."""
    ada = people.join("ada")
    prove(app, "mobile", ada.uuid)
    return ada


@pytest.fixture
def removed(client: FlaskClient, ada: Person, letters: Letters, time: SetClock) -> Removed:
    """ada's only passkey, which a thief has removed, how it was shown, and the message about it."""
    own = Authenticator()
    passkey = add_passkey(client, ada, own)
    time.pass_(minutes=1)
    letters.new()
    assert client.delete(f"{PASSKEYS}/{passkey['id']}", headers=ada.signed).status_code == 200
    return own, passkey, letters.one("passkey_removed")


@pytest.mark.asvs("7.4.2", "6.3.7")
def test_an_added_passkey_goes_and_all_sessions_end(
    app: Flask, client: FlaskClient, people: People, ada: Person, letters: Letters, time: SetClock
) -> None:
    own, thiefs = Authenticator(), Authenticator()
    stays = add_passkey(client, ada, own)
    letters.new()
    add_passkey(client, ada, thiefs)
    letter = letters.one("passkey_added")
    assert "#undo_way_in:" in letter.values["link"]
    assert letter.values["days"] == 7
    thief = log_in(client, thiefs).json["access_token"]
    record = Record(app)
    answer = undo(client, letter.token)
    assert answer.json == {"message": "The change is undone. Choose a new password.", "status": 200}
    assert record.new() == [("way_in.undone", ada.uuid, None, time.now())]
    assert (opens(client, ada), opens(client, ada, thief)) == (401, 401)
    assert_refused(log_in(client, thiefs), UNKNOWN)
    assert listed(client, people.log_in(ada))["data"] == [stays]


def test_a_removed_passkey_lets_nobody_in_until_it_is_back(
    client: FlaskClient, people: People, ada: Person, removed: Removed
) -> None:
    own, passkey, letter = removed
    assert_refused(log_in(client, own), UNKNOWN)
    assert undo(client, letter.token).status_code == 200
    assert opens(client, ada) == 401
    assert listed(client, people.log_in(ada))["data"] == [passkey]
    assert log_in(client, own).status_code == 200


def test_it_works_once_and_only_in_its_time(client: FlaskClient, removed: Removed, time: SetClock) -> None:
    own, _, letter = removed
    time.pass_(days=7)
    assert_refused(undo(client, letter.token), INVALID)
    time.pass_(seconds=-1)
    assert undo(client, letter.token).status_code == 200
    assert_refused(undo(client, letter.token), INVALID)
    assert log_in(client, own).status_code == 200


@pytest.mark.asvs("14.2.4")
def test_what_is_kept_of_a_passkey_is_sealed_and_goes_in_its_time(
    app: Flask, client: FlaskClient, removed: Removed, time: SetClock
) -> None:
    own = removed[0]
    rows = str(contents(app))
    assert encoded(own.keys[0].id) not in rows
    assert encoded(own.keys[0].public()) not in rows
    time.pass_(days=7, seconds=-1)
    Housekeeping(app).round()
    assert kept(app) == 1
    time.pass_(seconds=1)
    Housekeeping(app).round()
    assert (kept(app), row_counts(app)["passkeys"]) == (0, 0)


def test_what_is_kept_goes_with_the_account(app: Flask, client: FlaskClient, ada: Person, removed: Removed) -> None:
    assert client.delete(f"/user/{ada.uuid}", headers=ada.signed).status_code == 200
    assert kept(app) == 0
    assert_refused(undo(client, removed[2].token), INVALID)


def test_later_changes_of_any_kind_are_undone_with_it(
    app: Flask, client: FlaskClient, ada: Person, removed: Removed, letters: Letters
) -> None:
    """A thief has put a passkey and an app of their own in the place of ada's passkey."""
    thiefs = Authenticator()
    add_passkey(client, ada, thiefs)
    later = letters.one("passkey_added")
    enrol(client, ada)
    assert undo(client, removed[2].token).status_code == 200
    assert_refused(log_in(client, thiefs), UNKNOWN)
    assert row_counts(app)["totp_factors"] == 0
    assert_refused(undo(client, later.token), INVALID)
    assert log_in(client, removed[0]).status_code == 200


def test_a_passkey_that_another_account_has_by_now_stays_there(
    client: FlaskClient, people: People, ada: Person, eve: Person, removed: Removed
) -> None:
    own = removed[0]
    add_passkey(client, eve, own, id=own.keys[0].id, private=own.keys[0].private)
    assert undo(client, removed[2].token).status_code == 200
    assert listed(client, people.log_in(ada))["data"] == []
    assert log_in(client, own).status_code == 200


def test_no_password_is_offered_to_a_user_who_has_one(
    client: FlaskClient, ada: Person, removed: Removed, letters: Letters
) -> None:
    assert undo(client, removed[2].token).status_code == 200
    assert letters.new() == []


@pytest.mark.asvs("6.4.1")
def test_a_reader_at_an_address_that_nobody_has_proven_is_told_without_a_link(
    app: Flask, people: People, letters: Letters, time: SetClock
) -> None:
    """kim has mistyped the address: its reader must not remove a passkey, or bring one back."""
    client, kim = people.client, people.join("kim")
    client.patch(f"/user/{kim.uuid}", json={"email": "typo@example.org"}, headers=kim.signed)
    letters.new()
    passkey = add_passkey(client, kim, Authenticator())
    client.delete(f"{PASSKEYS}/{passkey['id']}", headers=kim.signed)
    enrol(client, kim)
    told = {(letter.name, letter.channel, letter.values["link"]) for letter in letters.new()}
    names = ("passkey_added", "passkey_removed", "factor_added")
    assert told == {(name, channel, "") for name in names for channel in ("email", "sms")}


def test_an_address_that_is_proven_is_told_with_a_link_and_no_other(
    app: Flask, people: People, letters: Letters
) -> None:
    client, kim = people.client, people.join("kim")
    client.patch(f"/user/{kim.uuid}", json={"email": "typo@example.org"}, headers=kim.signed)
    prove(app, "mobile", kim.uuid)
    letters.new()
    add_passkey(client, kim, Authenticator())
    letter = letters.one("passkey_added")
    assert (letter.channel, bool(letter.token)) == ("sms", True)


def test_it_can_be_undone_where_passkeys_are_not_offered_any_more(make_app: Callable[..., Flask]) -> None:
    app = make_app()
    client, letters = app.test_client(), Letters(app)
    ada = People(client).join("ada")
    prove(app, "mobile", ada.uuid)
    add_passkey(client, ada, Authenticator())
    token = letters.one("passkey_added").token
    off = make_app(passkeys=False)
    assert undo(off.test_client(), token).status_code == 200
    assert row_counts(off)["passkeys"] == 0
