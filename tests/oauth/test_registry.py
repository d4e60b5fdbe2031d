"""What a process knows of the clients is at most a second old, and is not read at each request."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import delete, event, update

from gatepost import clock
from gatepost.crypto import digest
from gatepost.database import db, reading_engine
from gatepost.oauth.models import OAuthClient
from tests.oauth.ask import INTROSPECT
from tests.web.endpoints import basic

pytestmark = pytest.mark.every_engine


class Watch:
    """The stopwatch of the process, set by hand."""

    def __init__(self) -> None:
        self.seconds = clock.stopwatch() + 10.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    stopped = Watch()
    monkeypatch.setattr(clock, "stopwatch", stopped)
    return stopped


@contextmanager
def readings(app: Flask) -> Iterator[list[str]]:
    """The times that the table of clients is read."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "FROM oauth_clients" in statement:
            sent.append(statement)

    with app.app_context():
        engine = reading_engine()
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def status(app: Flask, secret: str | None = None) -> int:
    headers = basic() if secret is None else basic(secret=secret)
    return app.test_client().post(INTROSPECT, data={"token": "x"}, headers=headers).status_code


def test_it_is_read_once_a_second_however_many_ask(app: Flask, watch: Watch) -> None:
    with readings(app) as sent:
        for expected in (1, 2):
            assert [status(app), status(app), status(app, "wrong"), status(app)] == [200, 200, 401, 200]
            assert len(sent) == expected
            watch.seconds += 0.999
            assert status(app) == 200
            assert len(sent) == expected
            watch.seconds += 0.001


def test_what_another_process_changed_is_known_after_a_second(app: Flask, watch: Watch) -> None:
    assert status(app) == 200
    with app.app_context():
        db.session.execute(update(OAuthClient).values(secret_digest=digest("renewed")))
        db.session.commit()
    watch.seconds += 1
    assert (status(app), status(app, "renewed")) == (401, 200)
    with app.app_context():
        db.session.execute(delete(OAuthClient))
        db.session.commit()
    watch.seconds += 1
    assert (status(app), status(app, "renewed")) == (401, 401)
