"""What is left of sessions that are over is removed, in small steps; what lives is left alone."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from gatepost.database import db
from gatepost.serving.housekeeping import Housekeeping
from gatepost.sessions.models import Session
from gatepost.sessions.purge_sessions import clear_successors, purge_sessions
from tests.support.people import People, Person, bearer
from tests.support.time import SetClock

pytestmark = pytest.mark.every_engine

REFRESH = "/user/refresh-token/"


def purge(app: Flask, most: int = 100) -> int:
    with app.app_context():
        return purge_sessions(most)


def clear(app: Flask, *, beyond: str = "", most: int = 100) -> str:
    with app.app_context():
        return clear_successors(beyond, most)


def count(app: Flask, *where: Any) -> int:
    with app.app_context():
        counted = db.session.scalar(select(func.count()).select_from(Session).where(*where)) or 0
        db.session.rollback()
        return counted


@pytest.mark.asvs("7.4.1")
def test_a_session_that_ended_is_kept_for_a_day(time: SetClock, app: Flask, client: FlaskClient, ada: Person) -> None:
    client.post("/user/logout/", headers=ada.signed)
    time.pass_(days=1)
    assert (purge(app), count(app)) == (0, 1)
    time.pass_(seconds=1)
    assert (purge(app), count(app)) == (1, 0)
    assert client.get(REFRESH, headers=ada.refreshing).json["code"] == "invalid_token"


def test_a_session_that_expired_is_kept_for_a_day(time: SetClock, app: Flask, ada: Person) -> None:
    time.pass_(days=31)
    assert (purge(app), count(app)) == (0, 1)
    time.pass_(seconds=1)
    assert (purge(app), count(app)) == (1, 0)


def test_how_long_they_are_kept_is_a_setting(time: SetClock, make_app: Callable[..., Flask]) -> None:
    app = make_app(session_kept="0s")
    ada = People(app.test_client()).join("ada")
    app.test_client().post("/user/logout/", headers=ada.signed)
    time.pass_(seconds=1)
    assert (purge(app), count(app)) == (1, 0)


@pytest.mark.asvs("7.3.2")
def test_a_session_that_lives_is_never_removed(
    time: SetClock, app: Flask, client: FlaskClient, people: People, ada: Person
) -> None:
    over = people.log_in(ada)
    client.post("/user/logout/", headers=over.signed)
    for _ in range(29):
        time.pass_(days=1, seconds=1)
        purge(app)
        clear(app)
        assert client.get(REFRESH, headers=ada.refreshing).status_code == 200
    assert count(app) == 1
    time.pass_(days=2)
    assert purge(app) == 1


def test_a_step_removes_no_more_than_it_is_told(time: SetClock, app: Flask, people: People, ada: Person) -> None:
    for _ in range(6):
        people.log_in(ada)
    time.pass_(days=32)
    living = people.log_in(ada)
    assert [purge(app, 3) for _ in range(4)] == [3, 3, 1, 0]
    assert people.client.get(REFRESH, headers=living.refreshing).status_code == 200


def test_sessions_that_both_ended_and_expired_go_too(
    time: SetClock, app: Flask, client: FlaskClient, people: People, ada: Person
) -> None:
    for person in (ada, people.log_in(ada)):
        client.post("/user/logout/", headers=person.signed)
    time.pass_(days=40)
    while purge(app, 2):
        pass
    assert count(app) == 0


def test_a_sealed_successor_goes_when_it_is_given_out_no_more(
    time: SetClock, app: Flask, client: FlaskClient, ada: Person
) -> None:
    successor = client.post(REFRESH, headers=ada.refreshing).json["refresh_token"]
    time.pass_(days=14, seconds=-1)
    clear(app)
    assert client.post(REFRESH, headers=ada.refreshing).json["refresh_token"] == successor
    time.pass_(seconds=1)
    clear(app)
    assert count(app, Session.sealed_successor.is_not(None)) == count(app, Session.ancestors.is_not(None)) == 0
    assert client.post(REFRESH, headers=bearer(successor)).status_code == 401


def test_successors_are_looked_for_in_steps_and_from_the_begin_again(
    time: SetClock, app: Flask, client: FlaskClient, people: People, ada: Person
) -> None:
    for person in [ada, *(people.log_in(ada) for _ in range(4))]:
        client.post(REFRESH, headers=person.refreshing)
    time.pass_(days=14)
    beyond, left = "", []
    for _ in range(3):
        beyond = clear(app, beyond=beyond, most=2)
        left.append(count(app, Session.sealed_successor.is_not(None)))
    assert (left, beyond) == ([3, 1, 0], "")


def test_many_may_keep_house_at_once(time: SetClock, app: Flask, people: People, ada: Person) -> None:
    for _ in range(40):
        people.log_in(ada)
    people.client.post(REFRESH, headers=ada.refreshing)
    time.pass_(days=32)
    living = people.log_in(ada)
    begin, problems = threading.Barrier(8), []

    def go() -> None:
        begin.wait(timeout=30)
        try:
            for _ in range(3):
                Housekeeping(app).round()
        except Exception as problem:
            problems.append(problem)

    threads = [threading.Thread(target=go) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not problems
    assert count(app) == 1
    assert people.client.get(REFRESH, headers=living.refreshing).status_code == 200
