"""After a hundred failures in a row no password is right, until a reset (NIST SP 800-63B-4 section 3.2.2)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import update

from gatepost import clock
from gatepost.contacts.models import Contact
from gatepost.database import db
from gatepost.throttling.models import ThrottleCount
from tests.audit.test_record import Record
from tests.login.test_log_in import told
from tests.passwords.resetting import NEW, reset, sent_for
from tests.support.letters import Letters
from tests.support.people import People, Person
from tests.support.time import SetClock
from tests.throttling.devices import Door

pytestmark = pytest.mark.every_engine


@pytest.fixture
def home(app: Flask) -> Door:
    return Door(app)


@pytest.fixture
def ada(home: Door) -> Person:
    return People(home.client).join("ada")


@pytest.fixture
def stranger(app: Flask, ada: Person) -> Door:
    return Door(app)


def have_failed(app: Flask, door: Door, times: int) -> None:
    """So many times in a row: once at the door, the others in the row."""
    assert door.guess(1) == [401]
    with app.app_context():
        db.session.execute(update(ThrottleCount).where(ThrottleCount.scope != "use").values(count=times))
        db.session.commit()


def logged_in_by_code(app: Flask, ada: Person, letters: Letters) -> Door:
    """A new device of hers."""
    with app.app_context():  # the first proof would end the password, whatever was counted
        db.session.execute(update(Contact).where(Contact.user_uuid == ada.uuid).values(verified_at=clock.now()))
        db.session.commit()
    letters.new()
    new_phone = Door(app)
    assert new_phone.post("/user/login/code", {"username": "ada"}).status_code == 202
    code = letters.one("login").code
    assert new_phone.post("/user/login/code", {"username": "ada", "code": code}).status_code == 200
    return new_phone


@pytest.mark.asvs("6.3.1")
def test_a_hundred_failures_disable_the_password_without_a_word(app: Flask, stranger: Door, ada: Person) -> None:
    assert stranger.guess(100) == [401] * 100
    right = stranger.log_in(password=ada.password)
    assert told(right) == told(stranger.log_in()) == told(stranger.log_in("nobody"))
    assert right.status_code == 401
    assert Door(app).log_in(password=ada.password).status_code == 401


@pytest.mark.asvs("6.3.1")
def test_the_hundredth_may_be_right(app: Flask, stranger: Door, ada: Person) -> None:
    have_failed(app, stranger, 99)
    assert stranger.log_in(password=ada.password).status_code == 200
    assert stranger.guess(2) == [401] * 2
    assert stranger.log_in(password=ada.password).status_code == 200


@pytest.mark.asvs("6.1.1", "6.3.5")
def test_it_holds_on_every_device_ends_no_session_and_is_told_once(
    app: Flask, home: Door, stranger: Door, ada: Person, letters: Letters
) -> None:
    record = Record(app)
    have_failed(app, stranger, 99)
    letters.new()
    assert stranger.guess(5) == [401] * 5
    assert [letter.name for letter in letters.new()] == ["password_disabled"]
    assert [line[:2] for line in record.new()].count(("password.disabled", ada.uuid)) == 1
    assert home.log_in(password=ada.password).status_code == 401
    assert home.client.get(f"/user/{ada.uuid}", headers=ada.signed).status_code == 200
    answer = home.post("/user/reauthenticate", {"password": ada.password}, ada)
    assert (answer.status_code, answer.json["code"]) == (403, "wrong_password")
    body = {"old_password": ada.password, "new_password": NEW}
    assert home.post(f"/user/change-password/{ada.uuid}", body, ada).json["code"] == "wrong_password"


@pytest.mark.asvs("6.1.1")
def test_the_owner_gets_in_by_a_code_and_has_a_password_again_after_a_reset(
    app: Flask, stranger: Door, ada: Person, letters: Letters, time: SetClock
) -> None:
    have_failed(app, stranger, 100)
    new_phone = logged_in_by_code(app, ada, letters)
    assert new_phone.log_in(password=ada.password).status_code == 401  # a code does not bring it back
    time.pass_(seconds=30)
    letter = sent_for(letters, new_phone.client, username="ada")
    assert reset(new_phone.client, username="ada", code=letter.code).status_code == 200
    assert stranger.log_in(password=NEW).status_code == 200


def test_a_code_clears_fewer_than_a_hundred_failures(app: Flask, stranger: Door, ada: Person, letters: Letters) -> None:
    have_failed(app, stranger, 99)
    new_phone = logged_in_by_code(app, ada, letters)
    assert new_phone.guess(1) == [401]  # the hundredth, otherwise
    assert new_phone.log_in(password=ada.password).status_code == 200


@pytest.mark.asvs("6.3.1", "15.4.2")
def test_of_many_at_once_no_more_than_a_hundred_are_looked_at_and_one_tells(
    app: Flask, stranger: Door, ada: Person, letters: Letters, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gatepost.passwords import check  # noqa: PLC0415  where it is seen which hashes are looked at

    have_failed(app, stranger, 90)
    letters.new()
    looked, verify = [], check.verify_password
    monkeypatch.setattr(check, "verify_password", lambda *given: looked.append(given[1]) or verify(*given))
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: Door(app).log_in().status_code, range(24)))
    assert set(statuses) == {401}
    assert sum(hashed is not None for hashed in looked) == 10
    assert [letter.name for letter in letters.new()] == ["password_disabled"]
