"""POST /user/undo-way-in: a change of second factors is undone by the link in its message, for seven days."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from gatepost.database import db
from gatepost.serving.housekeeping import Housekeeping
from gatepost.undos import revert
from gatepost.undos.models import WayInUndo
from tests.audit.test_record import Record
from tests.support.authenticator import Authenticator, due, enrol, first, log_in, opens, second
from tests.support.contacts import prove
from tests.support.letters import Letter, Letters
from tests.support.lost_factors import DUE, EMAIL, INVALID, begin, report, stored
from tests.support.people import People, Person
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused, contents

pytestmark = pytest.mark.every_engine


def undo(client: FlaskClient, token: str) -> TestResponse:
    return client.post("/user/undo-way-in", json={"token": token})


def remove(client: FlaskClient, person: Person, app: Authenticator) -> None:
    assert client.delete(f"/user/factors/{app.id}", headers=person.signed).status_code == 200


def kept(app: Flask) -> int:
    with app.app_context():
        return len(db.session.execute(select(WayInUndo.number)).all())


@pytest.fixture
def ada(app: Flask, people: People) -> Person:
    """A user who is logged in, and has proven her number: messages to it have links."""
    ada = people.join("ada")
    prove(app, "mobile", ada.uuid)
    return ada


@pytest.fixture
def added(client: FlaskClient, ada: Person, letters: Letters, time: SetClock) -> tuple[Authenticator, Letter]:
    """The app that a thief with ada's session and password has enrolled, and the message about it."""
    letters.new()
    return enrol(client, ada), letters.one("factor_added")


@pytest.fixture
def removed(
    client: FlaskClient, ada: Person, app_of_ada: Authenticator, letters: Letters, time: SetClock
) -> tuple[Authenticator, Letter]:
    """ada's only app, which a thief has removed, and the message about it."""
    time.pass_(minutes=5)
    letters.new()
    remove(client, ada, app_of_ada)
    return app_of_ada, letters.one("factor_removed")


@pytest.mark.asvs("7.4.2")
def test_an_added_factor_goes_with_its_codes_and_the_sessions(
    app: Flask, client: FlaskClient, ada: Person, added: tuple[Authenticator, Letter]
) -> None:
    phone, letter = added
    thief = log_in(client, ada, phone)
    record = Record(app)
    assert "#undo_way_in:" in letter.values["link"]
    assert letter.values["days"] == 7
    answer = undo(client, letter.token)
    assert answer.json == {"message": "The change is undone. Choose a new password.", "status": 200}
    assert [line[:3] for line in record.new()] == [("way_in.undone", ada.uuid, None)]
    assert (stored(app), opens(client, ada), opens(client, thief)) == ((0, 0), 401, 401)
    assert first(client, ada).status_code == 200


def test_a_removed_factor_comes_back_with_its_codes(
    app: Flask, client: FlaskClient, ada: Person, removed: tuple[Authenticator, Letter], time: SetClock
) -> None:
    phone, letter = removed
    thief = first(client, ada).json
    assert undo(client, letter.token).status_code == 200
    assert (stored(app), opens(client, ada, thief["access_token"])) == ((1, 10), 401)
    assert_refused(second(client, due(client, ada), phone.code()), INVALID)  # it may have been used before
    assert second(client, due(client, ada), recovery_code=phone.recovery_codes[0]).status_code == 200
    time.pass_(minutes=1)
    assert second(client, due(client, ada), phone.code()).status_code == 200


def test_former_recovery_codes_come_back_and_none_that_was_used(
    app: Flask, client: FlaskClient, ada: Person, app_of_ada: Authenticator, letters: Letters
) -> None:
    former = app_of_ada.recovery_codes
    assert second(client, due(client, ada), recovery_code=former[0]).status_code == 200
    letters.new()
    newer = client.post("/user/factors/recovery-codes", headers=ada.signed).json["recovery_codes"]
    letter = letters.one("recovery_codes_made")
    assert undo(client, letter.token).status_code == 200
    assert stored(app) == (1, 9)
    for code, status in ((former[0], 403), (newer[0], 403), (former[1], 200)):
        assert second(client, due(client, ada), recovery_code=code).status_code == status


def test_it_works_once_and_only_in_its_time(
    client: FlaskClient, added: tuple[Authenticator, Letter], time: SetClock
) -> None:
    token = added[1].token
    time.pass_(days=7)
    assert_refused(undo(client, token), INVALID)
    time.pass_(seconds=-1)
    assert undo(client, token).status_code == 200
    assert_refused(undo(client, token), INVALID)
    assert_refused(undo(client, "no such token"), INVALID)


def test_later_changes_are_undone_with_it(
    app: Flask, client: FlaskClient, ada: Person, removed: tuple[Authenticator, Letter], letters: Letters
) -> None:
    """A thief has put an app of their own in the place of ada's."""
    phone, letter = removed
    own = enrol(client, ada)
    later = letters.one("factor_added")
    assert undo(client, letter.token).status_code == 200
    assert (stored(app), kept(app)) == ((1, 10), 1)  # that her app was enrolled can still be undone
    assert_refused(second(client, due(client, ada), recovery_code=own.recovery_codes[0]), INVALID)
    assert second(client, due(client, ada), recovery_code=phone.recovery_codes[0]).status_code == 200
    assert_refused(undo(client, later.token), INVALID)


def test_earlier_changes_stay(
    app: Flask, client: FlaskClient, ada: Person, app_of_ada: Authenticator, letters: Letters, time: SetClock
) -> None:
    letters.new()
    time.pass_(minutes=1)
    enrol(client, ada)
    assert undo(client, letters.one("factor_added").token).status_code == 200
    assert stored(app) == (1, 10)
    assert (first(client, ada).status_code, first(client, ada).json["code"]) == DUE


def test_it_does_not_let_anybody_in_who_is_not_asked_for_the_factor(
    client: FlaskClient, ada: Person, removed: tuple[Authenticator, Letter]
) -> None:
    undo(client, removed[1].token)
    assert (first(client, ada).status_code, first(client, ada).json["code"]) == DUE


@pytest.mark.parametrize("by", ["a lost factor", "an administrator"])
def test_so_can_the_removal_of_all(
    app: Flask, people: People, ada: Person, app_of_ada: Authenticator, letters: Letters, time: SetClock, by: str
) -> None:
    root, client = people.appoint(app, "root"), people.client
    letters.new()
    if by == "an administrator":
        client.delete(f"/user/{ada.uuid}/factors", headers=root.signed)
    else:
        assert report(client, token=due(client, ada)).status_code == 200
        letters.new()
        time.pass_(hours=72)
        Housekeeping(app).round()
    letter = letters.one("factors_removed")
    assert stored(app) == (0, 0)
    assert undo(client, letter.token).status_code == 200
    assert stored(app) == (1, 10)
    assert (first(client, ada).status_code, first(client, ada).json["code"]) == DUE


def test_who_has_an_address_back_has_the_factors_of_then(
    app: Flask, client: FlaskClient, ada: Person, letters: Letters, time: SetClock
) -> None:
    """A thief changes the address first: what is told of the factor does not reach ada."""
    for address in (EMAIL, "thief@example.org"):
        assert client.patch(f"/user/{ada.uuid}", json={"email": address}, headers=ada.signed).status_code == 200
        prove(app, "email", ada.uuid)
    token = letters.one("address_changed").token
    enrol(client, ada)
    letters.new()
    assert client.post("/user/undo-change", json={"token": token}).status_code == 200
    assert stored(app) == (0, 0)


def test_what_is_too_late_is_removed_with_what_it_kept(
    app: Flask, removed: tuple[Authenticator, Letter], time: SetClock
) -> None:
    assert kept(app) == 2
    time.pass_(days=7, seconds=-1)
    Housekeeping(app).round()
    assert kept(app) == 1
    time.pass_(seconds=1)
    Housekeeping(app).round()
    assert kept(app) == 0


@pytest.mark.asvs("11.2.1", "14.2.4")
def test_what_is_kept_of_a_secret_is_sealed(app: Flask, removed: tuple[Authenticator, Letter]) -> None:
    rows = str(contents(app)["way_in_undos"])
    assert [each for each in (removed[0].secret, removed[0].id) if each in rows] == []


@pytest.mark.asvs("15.4.2")
def test_of_two_undos_at_once_one_wins(
    app: Flask, ada: Person, removed: tuple[Authenticator, Letter], letters: Letters
) -> None:
    """By one link, and by the link of a later change."""
    client = app.test_client()
    enrol(client, ada)
    tokens = [removed[1].token, letters.one("factor_added").token] * 5
    record = Record(app)
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda token: undo(app.test_client(), token).status_code, tokens))
    done = [line[0] for line in record.new()]
    assert done == ["way_in.undone"] * answers.count(200)
    assert 1 <= len(done) <= 2  # the later one alone does not undo the earlier one
    assert (stored(app), kept(app)) == ((1, 10), 1)  # that the app was first enrolled can still be undone


@pytest.mark.asvs("15.4.2")
def test_an_undo_in_the_middle_of_another_wins(
    app: Flask, ada: Person, removed: tuple[Authenticator, Letter], monkeypatch: pytest.MonkeyPatch
) -> None:
    find_for_update = revert.find_for_update

    def undo_first(uuid: str) -> object:
        monkeypatch.setattr(revert, "find_for_update", find_for_update)
        assert undo(app.test_client(), removed[1].token).status_code == 200
        return find_for_update(uuid)

    monkeypatch.setattr(revert, "find_for_update", undo_first)
    assert_refused(undo(app.test_client(), removed[1].token), INVALID)
    assert stored(app) == (1, 10)


def test_an_undo_ends_a_waiting_time(
    app: Flask, client: FlaskClient, ada: Person, app_of_ada: Authenticator, letters: Letters, time: SetClock
) -> None:
    letters.new()
    client.patch(f"/user/{ada.uuid}", json={"email": EMAIL}, headers=ada.signed)
    prove(app, "email", ada.uuid)
    time.pass_(minutes=1)
    enrol(client, ada)
    token = letters.new()[0].token
    begin(client, ada, letters)
    undo(client, token)
    time.pass_(hours=72)
    assert (first(client, ada).status_code, first(client, ada).json["code"]) == DUE
