"""What is not sent, or not again: refused for good, tried often enough, expired, broken, or noted late."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from gatepost import clock
from gatepost.database import db, write
from gatepost.one_time_codes import fulfil_request as answering
from gatepost.outbox import deliver as delivering
from gatepost.outbox.models import Outbox
from gatepost.outbox.note_result import note_sent
from gatepost.users.models import User
from tests.messaging.delivering import ADA, deliver, rows, write_to
from tests.messaging.delivering import app as app
from tests.messaging.delivering import mail as mail
from tests.support.mail import MailServer
from tests.support.time import SetClock

pytestmark = pytest.mark.every_engine


def test_what_is_refused_for_good_is_given_up_at_once(app: Flask, mail: MailServer) -> None:
    with app.app_context():
        write_to(ADA)
        mail.behave("permanent")
        assert (deliver(), deliver()) == (1, 0)
        (row,) = rows()
        assert row.dead_at is not None
        assert row.sealed is not None
        assert "550" in row.error


def test_after_so_many_attempts_it_is_given_up(app: Flask, mail: MailServer, time: SetClock) -> None:
    with app.app_context():
        write_to(ADA)
        mail.behave("temporary")
        tried = 0
        for _ in range(10):
            tried += deliver()
            time.pass_(minutes=1)
        assert tried == 4
        assert rows()[0].dead_at is not None


def test_what_has_expired_is_not_sent(app: Flask, mail: MailServer, time: SetClock) -> None:
    with app.app_context():
        write_to(ADA, lifetime=timedelta(minutes=10))
        time.pass_(minutes=10)
        assert deliver() == 1
        (row,) = rows()
        assert (row.error, row.due_at, row.dead_at) == ("it has expired", None, clock.now())
        assert mail.messages == []


def test_one_that_cannot_be_opened_holds_up_no_other(app: Flask, mail: MailServer) -> None:
    with app.app_context():
        write_to("first@example.org", "second@example.org", "third@example.org")
        first, second, _ = rows()
        write(update(Outbox).where(Outbox.id == first.id).values(sealed=second.sealed))
        write(update(Outbox).where(Outbox.id == second.id).values(name="no such message"))
        db.session.commit()
        assert deliver() == 3
        assert [each.recipients for each in mail.messages] == [["third@example.org"]]
        first, second, _ = rows()
        assert first.error == "it was sealed with another SECRET_KEY"
        assert first.dead_at is not None
        assert second.error.startswith("error in the service")
        assert second.due_at is not None


def test_without_a_sender_it_waits_and_in_development_the_inbox_has_it(make_app: Callable[..., Flask]) -> None:
    with make_app(dev_inbox=False).app_context():
        write_to(ADA)
        assert deliver() == 1
        (row,) = rows()
        assert row.error == "no sender for email is set up"
        assert row.due_at is not None
    with make_app(dev_inbox=True).app_context():
        write(update(Outbox).values(due_at=clock.now()))
        db.session.commit()
        assert deliver() == 1
        (row,) = rows()
        assert row.sent_at is not None
        assert row.sealed is not None


def test_a_request_is_answered_and_gone_and_an_expired_one_only_gone(
    app: Flask, mail: MailServer, time: SetClock
) -> None:
    door = app.test_client()
    body = {"username": "ada", "email": ADA, "password": "password"}
    assert door.post("/user", json=body).status_code == 201
    assert door.post("/user/activate-account/", json={"email": ADA}).status_code == 200
    assert door.post("/user/forgot-password", json={"email": ADA}).status_code == 202
    assert door.post("/user/forgot-password", json={"email": "nobody@example.org"}).status_code == 202
    with app.app_context():
        assert (deliver("request"), deliver("request"), deliver()) == (2, 0, 1)
        assert [row.name for row in rows()] == ["reset"]
        assert mail.messages[0].recipients == [ADA]
        assert "#reset:" in mail.messages[0].link
    time.pass_(minutes=5)
    assert door.post("/user/forgot-password", json={"email": ADA}).status_code == 202
    time.pass_(minutes=10)
    with app.app_context():
        assert (deliver("request"), deliver("request"), deliver()) == (1, 0, 0)
    assert len(mail.messages) == 1


def test_an_error_in_the_middle_of_a_request_holds_up_nobody(
    app: Flask, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = app.test_client()
    for name in ("ada", "eve"):
        body = {"username": name, "email": f"{name}@example.org", "password": "password"}
        assert door.post("/user", json=body).status_code == 201
        assert door.post("/user/activate-account/", json={"email": body["email"]}).status_code == 200
        assert door.post("/user/forgot-password", json={"username": name}).status_code == 202
    send = answering.send_proof

    def fail_for_ada(user: User, *more: Any, **named: Any) -> None:
        if user.username == "ada":
            raise RuntimeError
        send(user, *more, **named)

    monkeypatch.setattr(answering, "send_proof", fail_for_ada)
    with app.app_context():
        assert deliver("request") == 2
        of_ada, of_eve = sorted(rows(), key=lambda row: row.channel, reverse=True)
        assert (of_ada.channel, of_ada.error) == ("request", "error in the service: RuntimeError")
        assert (of_eve.channel, of_eve.name) == ("email", "reset")


def test_what_was_sent_is_not_sent_again_because_the_note_of_it_failed(
    app: Flask, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = [OperationalError("UPDATE", {}, Exception()), OperationalError("UPDATE", {}, Exception())]

    def note(leased: Any) -> None:
        if failures:
            raise failures.pop()
        note_sent(leased)

    monkeypatch.setattr(delivering, "note_sent", note)
    with app.app_context():
        write_to(ADA)
        assert (deliver(), deliver()) == (1, 0)
        (row,) = rows()
        assert (row.error, row.dead_at) == (None, None)
        assert row.sent_at is not None
        assert len(mail.messages) == 1
