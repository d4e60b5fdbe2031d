"""What comes in the middle of a refresh wins, and what has ended stays as it ended."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from gatepost.accounts.deactivate import deactivate_user
from gatepost.database import db
from gatepost.sessions import refresh as deed
from gatepost.sessions.models import Session
from tests.support.people import People, Person, bearer
from tests.support.time import SetClock
from tests.tokens.forge import Forger, key_of, opened
from tests.web.endpoints import contents

pytestmark = pytest.mark.every_engine

PATH = "/user/refresh-token/"
Interlude = Callable[[Callable[[], TestResponse]], list[TestResponse]]


@pytest.fixture
def before_the_claim(monkeypatch: pytest.MonkeyPatch) -> Interlude:
    """Have a request served when the next rotation has read its session, and not yet claimed it."""

    def arrange(request: Callable[[], TestResponse]) -> list[TestResponse]:
        answers: list[TestResponse] = []
        issue = deed.issue_refresh_token

        def issue_later(**given: object) -> str:
            monkeypatch.setattr(deed, "issue_refresh_token", issue)
            answers.append(request())
            return issue(**given)

        monkeypatch.setattr(deed, "issue_refresh_token", issue_later)
        return answers

    return arrange


@pytest.mark.asvs("7.4.1")
def test_a_log_out_in_the_middle_of_a_rotation_wins(app: Flask, ada: Person, before_the_claim: Interlude) -> None:
    outs = before_the_claim(lambda: app.test_client().post("/user/logout/", headers=ada.signed))
    answer = app.test_client().post(PATH, headers=ada.refreshing)
    assert [out.status_code for out in outs] == [200]
    assert (answer.status_code, answer.json["code"]) == (401, "invalid_token")
    with app.app_context():
        assert db.session.scalars(select(Session.rotated_at)).all() == [None]


@pytest.mark.asvs("7.4.2")
def test_a_deletion_in_the_middle_of_a_rotation_wins(app: Flask, ada: Person, before_the_claim: Interlude) -> None:
    gone = before_the_claim(lambda: app.test_client().delete(f"/user/{ada.uuid}", headers=ada.signed))
    answer = app.test_client().post(PATH, headers=ada.refreshing)
    assert [each.status_code for each in gone] == [200]
    assert (answer.status_code, answer.json["code"]) == (401, "invalid_token")


@pytest.mark.asvs("10.4.5")
def test_of_two_rotations_at_once_both_get_one_successor(app: Flask, ada: Person, before_the_claim: Interlude) -> None:
    first = before_the_claim(lambda: app.test_client().post(PATH, headers=ada.refreshing))
    second = app.test_client().post(PATH, headers=ada.refreshing)
    assert [answer.status_code for answer in (*first, second)] == [200, 200]
    assert first[0].json["refresh_token"] == second.json["refresh_token"]
    assert app.test_client().post(PATH, headers=bearer(second.json["refresh_token"])).status_code == 200


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("rotated", [False, True])
def test_a_refresh_token_that_was_never_handed_out_is_refused_whoever_signed_it(
    app: Flask, client: FlaskClient, ada: Person, method: str, rotated: bool
) -> None:
    header, claims = opened(ada.refresh_token)
    if rotated:
        client.post(PATH, headers=ada.refreshing)
    forged = Forger(key_of(app))(claims | {"jti": "another"}, header=header)
    answer = client.open(PATH, method=method, headers=bearer(forged))
    assert (answer.status_code, answer.json["code"]) == (401, "invalid_token")


def test_an_ended_session_keeps_when_and_why_it_ended(
    time: SetClock, app: Flask, client: FlaskClient, people: People, ada: Person
) -> None:
    ended = time.now()
    client.post("/user/logout/", headers=ada.signed)
    time.pass_(minutes=1)
    again = people.log_in(ada)
    with app.app_context():
        deactivate_user(ada.uuid)
        ends = select(Session.ended_at, Session.end_reason).order_by(Session.created_at)
        rows = [tuple(row) for row in db.session.execute(ends)]
    assert rows == [(ended, "logout"), (time.now(), "deactivated")]
    assert client.get("/user", headers=again.signed).status_code == 401


def test_refreshing_by_get_writes_at_most_every_five_minutes(time: SetClock, app: Flask, ada: Person) -> None:
    client, before = app.test_client(), contents(app)
    for _ in range(5):
        time.pass_(minutes=1)
        assert client.get(PATH, headers=ada.refreshing).status_code == 200
        assert contents(app) == before
    time.pass_(seconds=1)
    assert client.get(PATH, headers=ada.refreshing).status_code == 200
    assert contents(app) != before
