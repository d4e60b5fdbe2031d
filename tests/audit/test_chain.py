"""What was put on record and is changed, added between, moved or removed, is found."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import ColumnElement, Delete, Insert, Update, delete, insert, update

from gatepost.audit import verify_chain as verify_module
from gatepost.audit.chain import LINE, Line, find_ends, seal_of, seals_of
from gatepost.audit.models import AuditChain, AuditEvent
from gatepost.audit.purge_events import purge_events
from gatepost.audit.record import record
from gatepost.audit.rekey import rekey_chain
from gatepost.audit.seal import seal_events
from gatepost.database import db
from tests.audit.chain import USER, add, line, seal, tamper, verify
from tests.support.people import People, Person
from tests.support.time import SetClock

pytestmark = pytest.mark.every_engine

OTHER = "99999999-0000-4000-8000-000000000000"


def change(sequence: int, /, **values: Any) -> Update:
    return update(AuditEvent).where(AuditEvent.sequence == sequence).values(**values)


@pytest.mark.asvs("16.4.2")
def test_a_record_that_nobody_changed_is_whole(app: Flask, people: People, ada: Person) -> None:
    assert seal(app) == verify(app).lines == 3
    people.log_in(ada)
    verdict = verify(app)
    assert (verdict.problems, verdict.lines, verdict.waiting) == ([], 3, 1)
    assert seal(app) == 1
    assert (verify(app).problems, verify(app).lines, verify(app).waiting) == ([], 4, 0)


def test_a_record_of_nothing_is_whole(app: Flask) -> None:
    assert (verify(app).problems, seal(app), verify(app).problems) == ([], 0, [])


@pytest.mark.asvs("16.4.2")
@pytest.mark.parametrize(
    "done",
    [
        change(3, event="account.deleted"),
        change(3, user_uuid=OTHER),
        change(3, user_uuid=None),
        change(3, actor_uuid=OTHER),
        change(3, details_digest="0" * 64),
        change(3, details="from elsewhere"),
        change(3, seal="0" * 64),
        change(3, sequence=30),
        change(3, sequence=None),
        change(3, sequence=None, seal=None),
        change(3, sequence=None, event="unknown.login_failed"),
        delete(AuditEvent).where(AuditEvent.sequence == 1),
        delete(AuditEvent).where(AuditEvent.sequence == 3),
        delete(AuditEvent).where(AuditEvent.sequence == 5),
        delete(AuditEvent).where(AuditEvent.sequence > 2),
        delete(AuditEvent),
        insert(AuditEvent).values(event="logout", user_uuid=USER, sequence=6, seal="0" * 64),
        insert(AuditEvent).values(event="logout", user_uuid=USER, sequence=0, seal="0" * 64),
        delete(AuditChain),
        delete(AuditChain).where(AuditChain.name == "first"),
        update(AuditChain).where(AuditChain.name == "last").values(sequence=4),
        update(AuditChain).where(AuditChain.name == "first").values(sequence=1),
        update(AuditChain).where(AuditChain.name == "last").values(proof="0" * 64),
    ],
)
def test_a_change_is_found(app: Flask, done: Insert | Update | Delete) -> None:
    add(app, 5)
    assert verify(app).problems == []
    tamper(app, done)
    assert verify(app).problems != []
    add(app, 2)
    assert verify(app).problems != []  # and what comes after makes it good in no way


@pytest.mark.asvs("16.4.2")
@pytest.mark.parametrize("left", [AuditEvent.event == "no such", AuditEvent.sequence != 3])
def test_who_takes_all_seals_and_both_ends_away_gets_no_new_ones(app: Flask, left: ColumnElement[bool]) -> None:
    add(app, 5)
    tamper(app, delete(AuditEvent).where(~left))
    tamper(app, update(AuditEvent).values(sequence=None, seal=None))
    tamper(app, delete(AuditChain))
    add(app, 1)
    assert seal(app) == 0
    assert verify(app).problems == [f"The {name} end of the chain is missing." for name in ("first", "last")]
    with app.app_context():
        assert rekey_chain().problems != []


def test_a_record_that_grows_and_loses_its_oldest_lines_meanwhile_is_whole(
    app: Flask, time: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(app, 3)
    time.pass_(days=401)
    add(app, 3)
    meanwhile = iter([True])

    def seal_of_line(*line: Any, **place: Any) -> str:
        if next(meanwhile, False):
            add(app, 2)
            with app.app_context():
                assert purge_events(100) == 3
        return seal_of(*line, **place)

    monkeypatch.setattr(verify_module, "seal_of", seal_of_line)
    monkeypatch.setattr(verify_module, "_BATCH", 1)
    found = verify(app)
    assert (found.problems, found.lines) == ([], 5)


@pytest.mark.asvs("16.4.2")
def test_a_line_that_is_moved_in_time_is_found(app: Flask) -> None:
    add(app, 3)
    tamper(app, change(2, at=line(app, 2).at - timedelta(days=1)))
    assert verify(app).problems == ["Line 2 is not what was sealed, or not in its place."]


@pytest.mark.asvs("16.4.2")
def test_two_lines_that_change_places_are_found(app: Flask) -> None:
    add(app, 4)
    two, three = line(app, 2), line(app, 3)
    for number in (99, None):
        for found, other in ((two, three), (three, two)):
            tamper(
                app,
                update(AuditEvent)
                .where(AuditEvent.id == found.id)
                .values(sequence=found.sequence + number if number else other.sequence, seal=other.seal),
            )
    assert verify(app).problems == ["Line 2 is not what was sealed, or not in its place."]


@pytest.mark.asvs("16.4.2")
def test_who_makes_all_seals_anew_cannot_prove_the_end(app: Flask) -> None:
    """They are no secret: the proof of the end is."""
    add(app, 4)
    tamper(app, change(2, event="logout"))
    with app.app_context():
        rows = db.session.execute(db.select(*LINE).order_by(AuditEvent.id)).all()
        seals = seals_of([Line(*row) for row in rows], after=find_ends()["first"])
    for sequence, made in seals:
        tamper(app, change(sequence, seal=made))
    assert verify(app).problems == ["The chain ends at line 4; it was sealed up to line 4."]
    tamper(app, update(AuditChain).where(AuditChain.name == "last").values(seal=seals[-1][1]))
    assert "is not proven" in verify(app).problems[0]


@pytest.mark.asvs("16.4.2")
def test_an_older_copy_is_told_by_a_line_that_was_noted(app: Flask) -> None:
    add(app, 2)
    noted = verify(app)
    add(app, 2)
    later = verify(app)
    assert verify(app, (noted.sequence, noted.seal)).problems == []
    with app.app_context():
        from gatepost.audit.chain import move_end  # noqa: PLC0415  as the service itself did two lines before

        move_end("last", before=find_ends()["last"], sequence=noted.sequence, seal=noted.seal)
        db.session.commit()
    tamper(app, delete(AuditEvent).where(AuditEvent.sequence > noted.sequence))
    assert verify(app).problems == []
    assert "cut off" in verify(app, (later.sequence, later.seal)).problems[0]
    assert "is not the one" in verify(app, (noted.sequence, later.seal)).problems[0]


def test_the_oldest_lines_go_and_the_rest_is_whole(app: Flask, time: SetClock) -> None:
    add(app, 3)
    time.pass_(days=401)
    add(app, 2)
    with app.app_context():
        assert [purge_events(2) for _ in range(3)] == [2, 1, 0]
    assert (verify(app).problems, verify(app).lines) == ([], 2)
    tamper(app, insert(AuditEvent).values(event="logout", user_uuid=USER, sequence=2, seal="0" * 64))
    assert verify(app).problems == ["There are 1 lines from before the chain's beginning."]


def test_what_was_changed_is_kept_for_evidence(app: Flask, time: SetClock) -> None:
    add(app, 3)
    tamper(app, change(2, event="logout"))
    time.pass_(days=401)
    with app.app_context():
        assert purge_events(10) == 0


def test_lines_about_nobody_are_kept_for_a_week_and_are_not_on_the_chain(app: Flask, time: SetClock) -> None:
    from gatepost.audit.purge_events import purge_events_of_nobody  # noqa: PLC0415

    with app.app_context():
        record("unknown.login_failed", user_uuid=None)
        db.session.commit()
    add(app, 1)
    assert (verify(app).lines, verify(app).waiting) == (1, 0)
    time.pass_(days=7)
    with app.app_context():
        assert purge_events_of_nobody(10) == 0
        time.pass_(seconds=1)
        assert purge_events_of_nobody(10) == 1
    assert verify(app).problems == []


def test_of_many_who_seal_at_once_one_does(app: Flask) -> None:
    add(app, 40, sealed=False)

    def step(_: int) -> int:
        with app.app_context():
            try:
                return seal_events(10)
            except Exception:
                db.session.rollback()
                return 0

    with ThreadPoolExecutor(4) as threads:
        sealed = sum(threads.map(step, range(24)))
    assert sealed + seal(app) == 40
    assert (verify(app).problems, verify(app).lines) == ([], 40)


def test_another_secret_is_told_from_a_change_and_can_be_accepted(make_app: Callable[..., Flask]) -> None:
    app = make_app()
    add(app, 3)
    other = make_app(secret_key="the other secret, of 32 bytes or so")
    assert "After a change of the key: gatepost audit accept." in verify(other).problems[0]
    add(other, 1, sealed=False)
    assert seal(other) == 0
    with other.app_context():
        assert rekey_chain().problems == []
    assert seal(other) == 2
    assert (verify(other).problems, verify(other).lines) == ([], 5)
    tamper(other, change(2, event="logout"))
    with app.app_context():
        assert rekey_chain().problems == ["Line 2 is not what was sealed, or not in its place."]
