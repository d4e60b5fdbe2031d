"""The address from before a change may have it undone, for seven days."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from gatepost.accounts.deactivate import deactivate_user
from gatepost.cli import gatepost
from gatepost.contacts.models import ContactUndo, PendingContact
from gatepost.database import db
from gatepost.messaging.templates.render import render
from gatepost.serving.housekeeping import Housekeeping
from tests.contact_changes.conftest import ADA, NEW, Place
from tests.support.contacts import prove
from tests.support.letters import Letter
from tests.support.passkeys import add_passkey, log_in
from tests.support.people import Person
from tests.support.software_key import Authenticator
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused, contents, row_counts

pytestmark = pytest.mark.every_engine


def taken_over(place: Place, person: Person, new: str = NEW) -> Letter:
    """A thief with this person's session has changed their address; what the old one was told of it."""
    assert place.change(person, email=new).json["pending"] == {"email": new}
    assert place.prove(person, email=place.post.one("change").code).status_code == 200
    return place.post.one("address_changed")


@pytest.mark.asvs("7.4.2")
def test_who_reads_at_the_old_address_gets_the_account_back(place: Place, ada: Person) -> None:
    told = taken_over(place, ada)
    thief = place.people.log_in(ada)
    place.change(thief, mobile="01712345678")
    place.post.new()
    answer = place.send_back("undo-change", told.token)
    assert answer.json == {"message": "The change is undone. Choose a new password.", "status": 200}
    for tokens in (ada, thief):
        assert place.client.get(f"/user/{ada.uuid}", headers=tokens.signed).status_code == 401
    assert place.log_in(ada) == 401
    reset = place.post.one("change_undone")
    assert reset.to == ADA
    body = {"token": reset.token, "new_password": "a password of my own"}
    assert place.client.post("/user/reset-password", json=body).status_code == 200
    back = place.people.log_in(Person(ada.uuid, "ada", "", "a password of my own"))
    assert place.data(back) == {"uuid": ada.uuid, "username": "ada", "mobile": None, "status": True, "email": ADA}
    assert row_counts(place.app)["pending_contacts"] == 0


def test_it_ends_the_passkeys_that_a_thief_may_have_added(place: Place, ada: Person, time: SetClock) -> None:
    own, before, after = Authenticator(), Authenticator(), Authenticator()
    add_passkey(place.client, ada, own)
    time.pass_(days=7, seconds=1)
    ada = place.people.log_in(ada)
    add_passkey(place.client, ada, before)
    time.pass_(minutes=1)
    place.post.new()
    told = taken_over(place, ada)
    add_passkey(place.client, ada, after)
    assert place.send_back("undo-change", told.token).status_code == 200
    for authenticator in (before, after):
        assert_refused(log_in(place.client, authenticator), (403, "unknown_passkey"))
    assert log_in(place.client, own).status_code == 200


def test_it_works_once_and_only_in_its_time(place: Place, ada: Person, time: SetClock) -> None:
    told = taken_over(place, ada)
    time.pass_(days=7)
    assert_refused(place.send_back("undo-change", told.token), (403, "invalid_proof"))
    time.pass_(seconds=-1)
    assert place.send_back("undo-change", told.token).status_code == 200
    assert_refused(place.send_back("undo-change", told.token), (403, "invalid_proof"))
    assert_refused(place.send_back("undo-change", "no such token"), (403, "invalid_proof"))


def test_neither_a_new_password_nor_another_change_ends_it(place: Place, ada: Person) -> None:
    first = taken_over(place, ada)
    body = {"old_password": "password", "new_password": "password of a thief"}
    assert place.client.post(f"/user/change-password/{ada.uuid}", json=body, headers=ada.signed).status_code == 200
    place.post.new()
    second = taken_over(place, ada, "third@example.org")
    assert place.send_back("undo-change", first.token).status_code == 200
    assert_refused(place.send_back("undo-change", second.token), (403, "invalid_proof"))
    reset = place.post.one("change_undone")
    assert reset.to == ADA


def test_an_old_address_that_another_has_proven_since_is_theirs(place: Place, ada: Person) -> None:
    told = taken_over(place, ada)
    place.join("grace", email=ADA)
    assert_refused(place.send_back("undo-change", told.token), (409, "email_taken"))
    assert place.data(ada)["email"] == NEW


def test_where_changes_count_at_once_a_proven_old_address_is_told_too(make_app: Callable[..., Flask]) -> None:
    free = Place(make_app(change_proof=False))
    person = free.people.join("kim")
    assert free.change(person, email=ADA).status_code == 200
    assert free.post.new() == []
    prove(free.app, "email", person.uuid)
    assert free.change(person, email=NEW).json["data"]["email"] == NEW
    told = free.post.one("address_changed")
    assert told.to == ADA
    assert free.send_back("undo-change", told.token).status_code == 200


def test_links_are_made_from_the_configured_address_whatever_the_request_says(make_app: Callable[..., Flask]) -> None:
    public = Place(make_app(change_proof=False, public_url="https://accounts.example.org"))
    person = public.people.join("kim")
    hostile = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    for address in (ADA, NEW):
        path = f"/user/{person.uuid}"
        public.client.patch(path, json={"email": address}, headers={**person.signed, **hostile})
        prove(public.app, "email", person.uuid)
    told = public.post.one("address_changed")
    assert told.values["link"].startswith("https://accounts.example.org/link#undo:")


def test_what_is_too_late_is_removed(place: Place, ada: Person, time: SetClock) -> None:
    taken_over(place, ada)
    place.change(ada, mobile="01712345678")
    body = {"username": "idle", "password": "password", "email": "idle@example.org"}
    assert place.client.post("/user", json=body).status_code == 201
    time.pass_(days=6)
    Housekeeping(place.app).round()
    with place.app.app_context():
        assert (db.session.query(ContactUndo).count(), db.session.query(PendingContact).count()) == (1, 2)
    time.pass_(days=1, seconds=1)
    Housekeeping(place.app).round()
    counts = row_counts(place.app)
    assert (counts["contact_undos"], counts["pending_contacts"], counts["users"]) == (0, 0, 1)
    assert place.client.post("/user", json=body).status_code == 201


def test_an_undo_that_sends_nothing_counts_no_message(place: Place, ada: Person) -> None:
    told = taken_over(place, ada)
    with place.app.app_context():
        deactivate_user(ada.uuid)
    before = contents(place.app)["throttle_counts"]
    assert place.send_back("undo-change", told.token).status_code == 200
    assert place.post.new() == []
    assert contents(place.app)["throttle_counts"] == before


@pytest.mark.parametrize("locale", ["en", "bn", "de", "es", "fr"])
def test_the_message_after_it_says_that_the_password_is_off(place: Place, ada: Person, locale: str) -> None:
    place.change(ada, locale=locale)
    told = taken_over(place, ada)
    place.post.new()
    place.send_back("undo-change", told.token)
    sent = place.post.one("change_undone")
    assert sent.locale == locale
    with place.app.app_context():
        names = ("change_undone", "reset")
        words = {name: render(name, channel="email", locale=locale, values=sent.values) for name in names}
    assert words["change_undone"].subject != words["reset"].subject
    kept = {"en": "stays as it is", "bn": "তেমনই থাকবে", "de": "bleibt, wie es ist", "es": "la misma", "fr": "inchangé"}
    assert kept[locale] in words["reset"].text
    assert kept[locale] not in words["change_undone"].text


@pytest.mark.parametrize("undone", [False, True])
def test_an_operator_is_shown_that_a_change_was_undone(place: Place, ada: Person, undone: bool) -> None:
    told = taken_over(place, ada)
    if undone:
        place.send_back("undo-change", told.token)
    shown = place.app.test_cli_runner().invoke(gatepost, ["users", "show", "ada"])
    assert bool(re.search("^password +none: a new one has to be chosen$", shown.output, re.MULTILINE)) is undone
    assert bool(re.search("^change undone +20", shown.output, re.MULTILINE)) is undone
