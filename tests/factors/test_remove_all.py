"""An administrator removes the factors of a user who has lost them: DELETE /user/<uuid>/factors, and the command."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.cli import gatepost
from tests.audit.test_record import Record
from tests.support.authenticator import Authenticator, enrol, first, opens
from tests.support.letters import Letters
from tests.support.lost_factors import stored, waiting
from tests.support.people import People, Person
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused

pytestmark = pytest.mark.every_engine


@pytest.mark.asvs("6.4.4", "7.4.2")
def test_an_administrator_removes_them_on_record_and_the_user_is_told(
    app: Flask, people: People, ada: Person, app_of_ada: Authenticator, letters: Letters
) -> None:
    root, client = people.appoint(app, "root"), people.client
    letters.new()
    record = Record(app)
    answer = client.delete(f"/user/{ada.uuid}/factors", headers=root.signed)
    assert answer.json == {"message": "Factors removed.", "status": 200}
    ((event, user, actor, *_),) = record.new()
    assert (event, user, actor) == ("factors.removed", ada.uuid, root.uuid)
    assert letters.one("factors_removed").values["username"] == "ada"
    assert (stored(app), opens(client, ada), first(client, ada).status_code) == ((0, 0), 401, 200)
    assert opens(client, root) == 200
    again = client.delete(f"/user/{ada.uuid}/factors", headers=root.signed)
    assert_refused(again, (404, "factor_not_found"))


def test_it_ends_a_waiting_time(
    app: Flask, people: People, ada: Person, app_of_ada: Authenticator, letters: Letters, time: SetClock
) -> None:
    root, client = people.appoint(app, "root"), people.client
    answer = client.post("/user/lost-factor", json={"token": first(client, ada).json["second_factor"]["token"]})
    assert answer.status_code == 200
    assert len(waiting(app)) == 1
    client.delete(f"/user/{ada.uuid}/factors", headers=root.signed)
    assert waiting(app) == []


def test_another_user_cannot(app: Flask, people: People, ada: Person, eve: Person, app_of_ada: Authenticator) -> None:
    assert_refused(people.client.delete(f"/user/{ada.uuid}/factors", headers=eve.signed), (403, "forbidden"))
    assert stored(app) == (1, 10)


@pytest.mark.asvs("7.5.1")
def test_it_takes_a_recent_log_in(make_app: Callable[..., Flask], time: SetClock) -> None:
    app = make_app(reauthentication=True)
    people = People(app.test_client())
    ada, root = people.join("ada"), people.appoint(app, "root")
    enrol(people.client, ada)
    time.pass_(minutes=6)
    answer = people.client.delete(f"/user/{ada.uuid}/factors", headers=root.signed)
    assert_refused(answer, (401, "insufficient_user_authentication"))
    assert stored(app) == (1, 10)


@pytest.mark.asvs("6.4.4")
def test_for_ones_own_it_takes_a_proof_of_one(make_app: Callable[..., Flask], time: SetClock) -> None:
    app = make_app(reauthentication=True)
    client = app.test_client()
    ada = People(client).join("ada")
    phone = enrol(client, ada)
    time.pass_(minutes=6)
    client.post("/user/reauthenticate", json={"password": ada.password}, headers=ada.signed)
    answer = client.delete(f"/user/{ada.uuid}/factors", headers=ada.signed)
    assert_refused(answer, (401, "insufficient_user_authentication"))
    client.post("/user/reauthenticate", json={"factor_code": phone.code()}, headers=ada.signed)
    assert client.delete(f"/user/{ada.uuid}/factors", headers=ada.signed).status_code == 200
    assert stored(app) == (0, 0)


def test_who_must_have_one_does_not_remove_all_of_their_own(make_app: Callable[..., Flask], time: SetClock) -> None:
    app = make_app(second_factor="administrators")
    people = People(app.test_client())
    root = people.appoint(app, "root")
    enrol(people.client, root)
    answer = people.client.delete(f"/user/{root.uuid}/factors", headers=root.signed)
    assert_refused(answer, (409, "last_factor"))


def test_the_command_does_the_same(
    app: Flask, client: FlaskClient, ada: Person, app_of_ada: Authenticator, letters: Letters
) -> None:
    letters.new()
    record, run = Record(app), app.test_cli_runner()
    done = run.invoke(gatepost, ["users", "remove-factors", "ada"])
    assert (done.exit_code, done.output) == (0, "ada has no second factor any more, and is signed out everywhere.\n")
    assert [line[:3] for line in record.new()] == [("factors.removed", ada.uuid, None)]
    letters.one("factors_removed")
    assert (stored(app), opens(client, ada), first(client, ada).status_code) == ((0, 0), 401, 200)
    again = run.invoke(gatepost, ["users", "remove-factors", "ada"])
    assert again.exit_code != 0


def test_a_trusted_device_is_not_trusted_any_more(make_app: Callable[..., Flask], time: SetClock) -> None:
    app = make_app(trusted_device="30d")
    client = app.test_client()
    people = People(client)
    ada, root = people.join("ada"), people.appoint(app, "root")
    phone = enrol(client, ada)
    token = first(client, ada).json["second_factor"]["token"]
    body = {"token": token, "code": phone.code(), "trust_device": True}
    assert client.post("/user/login/factor", json=body).status_code == 200
    again = first(client, ada)
    assert again.status_code == 200
    client.delete(f"/user/{ada.uuid}/factors", headers=root.signed)
    ada.access_token = first(client, ada).json["access_token"]
    enrol(client, ada)
    assert first(client, ada).status_code == 403
