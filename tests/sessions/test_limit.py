"""SESSIONS_PER_USER: the log-in that is one too many ends the session that was used least recently."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from gatepost.database import db
from gatepost.sessions.models import Session
from tests.audit.test_record import Record
from tests.sessions.test_end import is_alive
from tests.support.people import People, Person
from tests.support.time import SetClock

pytestmark = pytest.mark.every_engine


def reasons(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Session.end_reason).where(Session.ended_at.is_not(None))))


def living(people: People, sessions: list[Person]) -> list[int]:
    """The places of those that are alive."""
    return [place for place, each in enumerate(sessions) if is_alive(people.client, each)]


@pytest.mark.asvs("7.1.2")
def test_one_log_in_too_many_ends_the_session_that_was_used_least_recently(
    time: SetClock, make_app: Callable[..., Flask]
) -> None:
    app = make_app(sessions_per_user=3)
    people = People(app.test_client())
    eve, sessions = people.join("eve"), [people.join("ada")]
    for _ in range(2):
        time.pass_(minutes=4)
        sessions.append(people.log_in(sessions[0]))
    time.pass_(minutes=4)
    assert people.client.get("/user/refresh-token/", headers=sessions[0].refreshing).status_code == 200
    record = Record(app)
    sessions.append(people.log_in(sessions[0]))
    assert [event for event, *_ in record.new()] == ["session.over_limit", "login.succeeded"]
    assert reasons(app) == ["limit"]
    assert is_alive(people.client, eve)
    assert living(people, sessions) == [0, 2, 3]
    sessions.append(people.log_in(sessions[0]))
    assert reasons(app) == ["limit"] * 2
    assert len(living(people, sessions)) == 3


def test_of_sessions_used_at_the_same_moment_the_new_one_stays(time: SetClock, make_app: Callable[..., Flask]) -> None:
    people = People(make_app(sessions_per_user=1).test_client())
    sessions = [people.join("ada")]
    for number in range(1, 4):
        sessions.append(people.log_in(sessions[0]))
        assert living(people, sessions) == [number]


def test_what_is_over_takes_no_place(time: SetClock, make_app: Callable[..., Flask]) -> None:
    brief = People(make_app(sessions_per_user=2, session_lifetime=timedelta(hours=1)).test_client())
    app = make_app(sessions_per_user=2)
    people = People(app.test_client())
    asleep = people.join("ada")
    time.pass_(days=14)
    brief.log_in(asleep)
    time.pass_(hours=1)
    first = people.log_in(asleep)
    people.client.post("/user/logout/", headers=people.log_in(asleep).signed)
    second = people.log_in(asleep)
    assert living(people, [first, second]) == [0, 1]
    assert reasons(app) == ["logout"]


def test_a_lower_limit_holds_from_the_next_log_in_on(make_app: Callable[..., Flask]) -> None:
    many, few = (People(make_app(sessions_per_user=most).test_client()) for most in (0, 2))
    sessions = [many.join("ada")]
    sessions += [many.log_in(sessions[0]) for _ in range(4)]
    assert living(few, sessions) == [0, 1, 2, 3, 4]
    sessions.append(few.log_in(sessions[0]))
    assert len(living(few, sessions)) == 2
    assert is_alive(few.client, sessions[-1])


def test_a_log_in_that_is_refused_ends_no_session(make_app: Callable[..., Flask]) -> None:
    people = People(make_app(sessions_per_user=1).test_client())
    ada = people.join("ada")
    answer = people.client.post("/user/login", json={"username": "ada", "password": "wrong password"})
    assert answer.status_code == 401
    assert is_alive(people.client, ada)


@pytest.mark.at_night
def test_a_hundred_sessions_are_the_usual_limit(make_app: Callable[..., Flask]) -> None:
    app = make_app()
    people = People(app.test_client())
    ada = people.join("ada")
    for _ in range(100):
        latest = people.log_in(ada)
    assert reasons(app) == ["limit"]
    answer = people.client.get("/user/sessions", headers=latest.signed)
    assert len(answer.json["data"]) == 100
