"""What is in the outbox is sent: once by one of many, again after a failure, and not for ever."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from gatepost import clock
from gatepost.database import db, write
from gatepost.messaging import deliver as delivering
from gatepost.messaging.deliver import deliver_due
from gatepost.messaging.lease import find_due, take
from gatepost.messaging.models import Outbox
from gatepost.messaging.outbox import put
from gatepost.messaging.outcome import note_failed, note_sent
from gatepost.proofs import answer as answering
from gatepost.proofs.answer import answer_request
from gatepost.users.models import User
from tests.support.mail import MailServer
from tests.support.time import SetClock

ADA = "ada@example.org"
LEASE = timedelta(seconds=8)


@pytest.fixture(scope="module")
def mail() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def app(make_app: Callable[..., Flask], mail: MailServer) -> Flask:
    """A service that sends e-mail, and forgets what it has sent."""
    mail.behave("deliver")
    mail.messages.clear()
    more = {"mail_from": "accounts@example.org", "sender_timeout": timedelta(seconds=1), "dev_inbox": False}
    return make_app(smtp_url=mail.url, outbox_attempts=4, **more)


def write_to(*addresses: str, lifetime: timedelta = timedelta(days=1)) -> None:
    for address in addresses:
        values = {"username": "ada", "at": "now"}
        put(
            "password_changed",
            channel="email",
            to=address,
            locale="en",
            values=values,
            user_uuid=None,
            lifetime=lifetime,
        )
    db.session.commit()


def deliver(channel: str = "email") -> int:
    db.session.remove()
    return deliver_due(channel, answer=answer_request)


def rows() -> list[Any]:
    db.session.rollback()
    found = list(db.session.scalars(select(Outbox).order_by(Outbox.created_at)))
    db.session.expunge_all()
    db.session.rollback()
    return found


def test_what_is_due_is_sent_once_and_forgotten(app: Flask, mail: MailServer) -> None:
    with app.app_context():
        write_to(ADA, "eve@example.org")
        assert (deliver(), deliver()) == (2, 0)
        assert sorted(each.recipients[0] for each in mail.messages) == [ADA, "eve@example.org"]
        for row in rows():
            assert row.sent_at is not None
            assert (row.due_at, row.dead_at, row.sealed, row.error) == (None, None, None, None)


def test_what_is_to_be_sent_cannot_be_read_in_the_table(app: Flask) -> None:
    with app.app_context():
        write_to(ADA)
        (row,) = rows()
        assert "ada" not in f"{row.sealed} {row.name} {row.channel} {row.error}"


def test_of_many_who_see_that_something_is_due_one_gets_it(app: Flask) -> None:
    with app.app_context():
        write_to(ADA)
        seen = [find_due("email", 10) for _ in range(3)]
        taken = [take(*due) for ((due),) in seen]
        assert [each is not None for each in taken] == [True, False, False]


def test_what_a_dead_process_took_is_sent_by_another_with_the_same_id(
    app: Flask, mail: MailServer, time: SetClock
) -> None:
    with app.app_context():
        write_to(ADA)
        ((due),) = find_due("email", 10)
        assert take(*due) is not None
        time.pass_(seconds=LEASE.total_seconds() - 1)
        assert deliver() == 0
        time.pass_(seconds=1)
        assert deliver() == 1
        (sent,) = mail.messages
        (row,) = rows()
        assert row.id in str(sent.parsed["Message-ID"])
        assert row.attempts == 2


def test_who_comes_back_after_the_lease_changes_nothing(app: Flask, time: SetClock) -> None:
    with app.app_context():
        write_to(ADA)
        ((due),) = find_due("email", 10)
        slow = take(*due)
        assert slow is not None
        time.pass_(seconds=LEASE.total_seconds())
        ((due),) = find_due("email", 10)
        assert take(*due) is not None
        note_failed(slow, "late", permanent=True)
        note_sent(slow)
        (row,) = rows()
        assert (row.sent_at, row.dead_at, row.attempts) == (None, None, 2)


@pytest.mark.parametrize("fault", ["refuse", "temporary", "cut", "hang"])
def test_a_failure_is_tried_again_after_a_longer_pause_each_time(
    app: Flask, mail: MailServer, time: SetClock, fault: Any
) -> None:
    with app.app_context():
        write_to(ADA)
        mail.behave(fault)
        pauses = []
        for attempt in (1, 2):
            assert deliver() == 1
            (row,) = rows()
            assert (row.attempts, row.sent_at, row.dead_at) == (attempt, None, None)
            assert row.error
            assert ADA not in row.error
            pauses.append((row.due_at - clock.now()).total_seconds())
            assert deliver() == 0
            time.pass_(seconds=pauses[-1] + 0.001)
        assert 1 <= pauses[0] <= 2 <= pauses[1] <= 4
        mail.behave("deliver")
        assert deliver() == 1
        assert len(mail.to(ADA)) == 1


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
