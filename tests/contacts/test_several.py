"""A user may have several contacts of one kind. The primary one is shown; each that counts is unique."""

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from gatepost import clock
from gatepost.contacts.models import Contact
from gatepost.database import db
from gatepost.users.models import find_by_identifier, get_user
from tests.support.contacts import let_count
from tests.support.people import Person

pytestmark = pytest.mark.every_engine


@pytest.fixture
def with_emails(app: Flask, ada: Person) -> Person:
    """ada, with a primary and a second e-mail address."""
    let_count(app, "email", ada.uuid, value="first@example.org")
    let_count(app, "email", ada.uuid, value="second@example.org", place=1)
    return ada


def test_the_primary_one_is_shown_and_each_finds_its_user(app: Flask, with_emails: Person) -> None:
    with app.app_context():
        user = get_user(with_emails.uuid)
        assert (user.mobile, user.email) == (with_emails.mobile, "first@example.org")
        for key in ("first@example.org", "second@example.org"):
            found = find_by_identifier("email", key)
            assert found is not None
            assert found.uuid == with_emails.uuid
    client = app.test_client()
    listed = client.get("/user", headers=with_emails.signed).json["data"]
    assert [user["email"] for user in listed] == ["first@example.org"]
    assert (
        client.get(f"/user/{with_emails.uuid}", headers=with_emails.signed).json["data"]["email"] == listed[0]["email"]
    )


def test_messages_go_to_the_primary_one_first_and_only_to_verified_ones_where_there_are_any(
    app: Flask, with_emails: Person
) -> None:
    with app.app_context():
        recipients = [address.recipient for address in get_user(with_emails.uuid).addresses]
        assert recipients == ["first@example.org", "second@example.org", with_emails.mobile]
    let_count(app, "email", with_emails.uuid, value="second@example.org", place=1, verified_at=clock.now())
    with app.app_context():
        assert [str(each) for each in get_user(with_emails.uuid).addresses] == ["email:second@example.org"]


def test_a_second_one_is_unique_among_all_users(app: Flask, with_emails: Person, eve: Person) -> None:
    with pytest.raises(IntegrityError):
        let_count(app, "email", eve.uuid, value="second@example.org")
    answer = app.test_client().patch(f"/user/{eve.uuid}", json={"email": "Second@Example.org"}, headers=eve.signed)
    assert (answer.status_code, answer.json["code"]) == (409, "email_taken")


def test_what_counts_for_nothing_is_no_ones(app: Flask, ada: Person, eve: Person) -> None:
    with app.app_context():
        for person in (ada, eve):
            db.session.add(Contact(user_uuid=person.uuid, kind="email", place=0, value="same@example.org", key=None))
        db.session.commit()
        assert find_by_identifier("email", "same@example.org") is None
        assert get_user(ada.uuid).email == get_user(eve.uuid).email == "same@example.org"
        assert [address.kind for address in get_user(ada.uuid).addresses] == ["mobile"]
