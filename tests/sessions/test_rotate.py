"""Refresh tokens: GET keeps them, POST replaces them, and a stolen one ends the session."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from gatepost.audit.models import AuditEvent
from gatepost.database import db
from gatepost.serving.housekeeping import Housekeeping
from tests.support.letters import Letters
from tests.support.people import People, Person, bearer
from tests.support.time import SetClock

pytestmark = pytest.mark.every_engine

REUSE = "session.refresh_reuse"


def refresh(client: FlaskClient, token: str) -> TestResponse:
    return client.get("/user/refresh-token/", headers=bearer(token))


def rotate(client: FlaskClient, token: str) -> TestResponse:
    return client.post("/user/refresh-token/", headers=bearer(token))


def opens(client: FlaskClient, ada: Person, access_token: str) -> bool:
    return client.get(f"/user/{ada.uuid}", headers=bearer(access_token)).status_code == 200


def assert_ended(client: FlaskClient, ada: Person, access_tokens: list[str], refresh_tokens: list[str]) -> None:
    assert not any(opens(client, ada, token) for token in access_tokens)
    for token in refresh_tokens:
        answers = [refresh(client, token), rotate(client, token)]
        assert [(answer.status_code, answer.json["code"]) for answer in answers] == [(401, "invalid_token")] * 2


def reuses(app: Flask) -> list[str]:
    """Whose refresh tokens were used again, after the audit record."""
    with app.app_context():
        return list(db.session.scalars(select(AuditEvent.user_uuid).where(AuditEvent.event == REUSE)))


def test_refreshing_by_get_keeps_the_refresh_token(client: FlaskClient, ada: Person) -> None:
    answers = [refresh(client, ada.refresh_token) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert all(answer.json.keys() == {"access_token"} for answer in answers)
    assert all(opens(client, ada, answer.json["access_token"]) for answer in answers)
    assert rotate(client, ada.refresh_token).status_code == 200


@pytest.mark.asvs("10.4.5")
def test_refreshing_by_post_gives_the_next_pair(app: Flask, client: FlaskClient, ada: Person) -> None:
    token, seen = ada.refresh_token, {ada.refresh_token}
    for _ in range(5):
        answer = rotate(client, token)
        assert answer.status_code == 200
        assert answer.json.keys() == {"access_token", "refresh_token"}
        assert opens(client, ada, answer.json["access_token"])
        token = answer.json["refresh_token"]
        seen.add(token)
    assert len(seen) == 6
    assert reuses(app) == []


@pytest.mark.asvs("10.4.5")
@pytest.mark.parametrize("hours", [0, 1, 13 * 24])
def test_a_token_whose_successor_was_never_used_gets_the_same_one_however_late(
    time: SetClock, app: Flask, client: FlaskClient, ada: Person, hours: int
) -> None:
    """As for a client that lost the answer in a tunnel, and goes on the next day."""
    first = rotate(client, ada.refresh_token).json
    time.pass_(hours=hours)
    Housekeeping(app).round()
    second = rotate(client, ada.refresh_token)
    assert (second.status_code, second.json["refresh_token"]) == (200, first["refresh_token"])
    assert opens(client, ada, second.json["access_token"])
    assert rotate(client, first["refresh_token"]).status_code == 200
    assert reuses(app) == []


@pytest.mark.asvs("10.4.5")
def test_a_rotated_token_that_comes_later_ends_the_session(
    time: SetClock, app: Flask, client: FlaskClient, people: People, ada: Person
) -> None:
    other = people.log_in(ada)
    child = rotate(client, ada.refresh_token).json
    pair = rotate(client, child["refresh_token"]).json
    time.pass_(seconds=11)
    assert opens(client, ada, pair["access_token"])
    refused = rotate(client, ada.refresh_token)
    assert (refused.status_code, refused.json["code"]) == (401, "invalid_token")
    tokens = [ada.refresh_token, child["refresh_token"], pair["refresh_token"]]
    assert_ended(client, ada, [ada.access_token, pair["access_token"]], tokens)
    assert reuses(app) == [ada.uuid]
    assert opens(client, ada, other.access_token)
    assert rotate(client, other.refresh_token).status_code == 200


@pytest.mark.asvs("10.4.5")
def test_asking_again_does_not_lengthen_the_time_to_ask(time: SetClock, client: FlaskClient, ada: Person) -> None:
    rotate(client, rotate(client, ada.refresh_token).json["refresh_token"])
    for seconds, status in ((0, 200), (6, 200), (4, 200), (1, 401)):
        time.pass_(seconds=seconds)
        assert rotate(client, ada.refresh_token).status_code == status


@pytest.mark.asvs("10.4.5")
@pytest.mark.parametrize("generations", [1, 2, 5])
def test_any_token_whose_successor_was_used_just_now_gets_the_current_one(
    time: SetClock, app: Flask, client: FlaskClient, ada: Person, generations: int
) -> None:
    """As for two tabs: one has refreshed several times before the other one comes with the token that both had."""
    current = rotate(client, ada.refresh_token).json["refresh_token"]
    time.pass_(hours=1)
    for _ in range(generations):
        time.pass_(seconds=2)
        current = rotate(client, current).json["refresh_token"]
    answer = rotate(client, ada.refresh_token)
    assert (answer.status_code, answer.json["refresh_token"]) == (200, current)
    assert opens(client, ada, answer.json["access_token"])
    assert rotate(client, current).status_code == 200
    assert reuses(app) == []


@pytest.mark.asvs("10.4.5")
def test_a_token_whose_successor_was_used_earlier_ends_the_session_whatever_was_used_since(
    time: SetClock, app: Flask, client: FlaskClient, ada: Person
) -> None:
    child = rotate(client, ada.refresh_token).json
    grandchild = rotate(client, child["refresh_token"]).json
    time.pass_(seconds=6)
    next_one = rotate(client, grandchild["refresh_token"]).json
    time.pass_(seconds=5)
    last = rotate(client, next_one["refresh_token"]).json
    assert rotate(client, child["refresh_token"]).json["refresh_token"] == last["refresh_token"]
    assert rotate(client, ada.refresh_token).status_code == 401
    assert_ended(client, ada, [ada.access_token, last["access_token"]], [child["refresh_token"], last["refresh_token"]])
    assert reuses(app) == [ada.uuid]


def test_of_more_rotations_than_a_client_makes_in_the_time_the_last_ones_are_known(
    client: FlaskClient, ada: Person, time: SetClock
) -> None:
    tokens = [ada.refresh_token]
    for _ in range(20):
        tokens.append(rotate(client, tokens[-1]).json["refresh_token"])
    assert rotate(client, tokens[4]).json["refresh_token"] == tokens[-1]
    assert rotate(client, tokens[3]).status_code == 401


def test_get_is_refused_after_a_rotation_and_ends_nothing(app: Flask, client: FlaskClient, ada: Person) -> None:
    pair = rotate(client, ada.refresh_token).json
    for token in (ada.refresh_token, pair["refresh_token"]):
        answer = refresh(client, token)
        assert (answer.status_code, answer.json["code"]) == (401, "invalid_token")
    assert opens(client, ada, ada.access_token)
    assert opens(client, ada, pair["access_token"])
    assert rotate(client, pair["refresh_token"]).status_code == 200
    assert reuses(app) == []


def test_a_token_whose_session_was_ended_is_no_reuse(app: Flask, client: FlaskClient, ada: Person) -> None:
    rotate(client, ada.refresh_token)
    client.get("/user/logout/", headers=ada.signed)
    assert rotate(client, ada.refresh_token).status_code == 401
    assert reuses(app) == []


def test_its_user_is_told_once_of_a_token_that_was_used_twice(
    client: FlaskClient, letters: Letters, ada: Person, time: SetClock
) -> None:
    rotate(client, rotate(client, ada.refresh_token).json["refresh_token"])
    time.pass_(seconds=11)
    for _ in range(3):
        assert rotate(client, ada.refresh_token).status_code == 401
    letter = letters.one("session_reuse")
    at = time.now().strftime("%Y-%m-%d %H:%M UTC")
    assert letter.values == {"username": "ada", "device": "Werkzeug 3.1", "at": at}
