"""A report, a stop and a removal of lost factors at once: one wins."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.database import db
from gatepost.lost_factors import stop as stop_removal
from gatepost.serving.housekeeping import Housekeeping
from tests.audit.test_record import Record
from tests.support.authenticator import due, first
from tests.support.letters import Letters
from tests.support.lost_factors import (
    INVALID,
    begin,
    report,
    stop,
    stored,
    told,
    waiting,
)
from tests.support.people import Person
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused, contents

pytestmark = pytest.mark.every_engine


@pytest.mark.asvs("15.4.2")
def test_of_a_stop_and_a_removal_at_once_one_wins(
    app: Flask, client: FlaskClient, reachable: Person, letters: Letters, time: SetClock
) -> None:
    token = begin(client, reachable, letters).token
    time.pass_(hours=72)

    def tidy() -> int:
        Housekeeping(app).round()
        return 0

    deeds: list[Callable[[], int]] = [
        lambda: stop(app.test_client(), token).status_code,
        lambda: first(app.test_client(), reachable).status_code,
        tidy,
    ]
    record = Record(app)
    with ThreadPoolExecutor(9) as pool:
        answers = [job.result() for job in [pool.submit(deed) for deed in deeds * 3]]
    lines = [line[0] for line in record.new() if line[0] in ("factors.removed", "factor.loss_stopped")]
    assert len(lines) == 1
    stopped = lines == ["factor.loss_stopped"]
    assert answers.count(200) >= (1 if stopped else 0)
    assert (stored(app) == (1, 10)) is stopped
    assert waiting(app) == []
    assert [letter.name for letter in letters.new()] == ([] if stopped else ["factors_removed"] * 2)


@pytest.mark.asvs("15.4.2")
def test_a_removal_in_the_middle_of_a_stop_wins(
    app: Flask,
    client: FlaskClient,
    reachable: Person,
    letters: Letters,
    time: SetClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    token = begin(client, reachable, letters).token
    time.pass_(hours=72)
    lock_user = stop_removal.lock_user

    def remove_first(uuid: str) -> bool:
        Housekeeping(app).round()
        return lock_user(uuid)

    monkeypatch.setattr(stop_removal, "lock_user", remove_first)
    assert_refused(stop(client, token), INVALID)
    assert stored(app) == (0, 0)


@pytest.mark.asvs("15.4.2")
def test_of_twenty_reports_at_once_one_begins(
    app: Flask, client: FlaskClient, reachable: Person, letters: Letters
) -> None:
    token = due(app.test_client(), reachable)
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: report(app.test_client(), token=token).status_code, range(20)))
    assert 200 in answers
    assert set(answers) <= {200, 429}
    assert len(waiting(app)) == 1
    told(letters)


def test_a_removal_that_fails_half_way_leaves_all_as_it_was(
    app: Flask,
    client: FlaskClient,
    reachable: Person,
    letters: Letters,
    time: SetClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As a kill between two steps: the next round does all of it."""
    begin(client, reachable, letters)
    time.pass_(hours=72)

    def die(*_: object, **__: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("gatepost.factors.remove_all.notify", die)
        before = contents(app)
        with pytest.raises(RuntimeError):
            Housekeeping(app).round()
        with app.app_context():
            db.session.rollback()
        assert contents(app)["lost_factors"] == before["lost_factors"]
        assert stored(app) == (1, 10)
    Housekeeping(app).round()
    assert (stored(app), waiting(app)) == ((0, 0), [])
