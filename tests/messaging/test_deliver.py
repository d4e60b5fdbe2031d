"""What is in the outbox is sent: once by one of many, again after a failure, and not for ever."""

from typing import Any

import pytest
from flask import Flask

from gatepost import clock
from gatepost.outbox.lease import acquire_lease, find_due
from gatepost.outbox.note_result import note_failed, note_sent
from tests.messaging.delivering import ADA, LEASE, deliver, rows, write_to
from tests.messaging.delivering import app as app
from tests.messaging.delivering import mail as mail
from tests.support.mail import MailServer
from tests.support.time import SetClock

pytestmark = pytest.mark.every_engine


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
        taken = [acquire_lease(*due) for ((due),) in seen]
        assert [each is not None for each in taken] == [True, False, False]


def test_what_a_dead_process_took_is_sent_by_another_with_the_same_id(
    app: Flask, mail: MailServer, time: SetClock
) -> None:
    with app.app_context():
        write_to(ADA)
        ((due),) = find_due("email", 10)
        assert acquire_lease(*due) is not None
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
        slow = acquire_lease(*due)
        assert slow is not None
        time.pass_(seconds=LEASE.total_seconds())
        ((due),) = find_due("email", 10)
        assert acquire_lease(*due) is not None
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
