"""Deliver what is due of one kind in the outbox."""

from collections.abc import Callable

import structlog
from sqlalchemy.exc import SQLAlchemyError

from gatepost import clock
from gatepost.crypto import Unsealable
from gatepost.database import db, retry_on_conflict
from gatepost.outbox.kinds import Kind, NotDelivered
from gatepost.outbox.lease import Leased, find_due, take
from gatepost.outbox.outcome import drop_entry, finish_entry, note_failed, note_sent
from gatepost.outbox.put import opened

_AT_A_TIME = 20  # entries; each is taken just before it is handled

log = structlog.get_logger("gatepost.messaging")


def deliver_due(kind: Kind, *, go_on: Callable[[], bool] = lambda: True) -> int:
    """Deliver what is due, as long as *go_on*; how much was tried. What goes wrong with one holds up no other."""
    tried = 0
    for identifier, due_at in find_due(kind.name, _AT_A_TIME):
        if not go_on():
            break
        leased = take(identifier, due_at)
        if leased is None:
            continue
        tried += 1
        try:
            _deliver(leased, kind)
        except NotDelivered as error:
            db.session.rollback()
            note_failed(leased, str(error), permanent=error.permanent)
        except Unsealable:
            note_failed(leased, "it was sealed with another SECRET_KEY", permanent=True)
        except Exception as error:  # whatever it was, it must not keep others from being sent
            log.exception("message.error", id=leased.id)
            db.session.rollback()  # of an entry half done, which holds the row that the note goes to
            note_failed(leased, f"error in the service: {type(error).__name__}")
        else:
            if not kind.in_database:
                _note_sent(leased)
    return tried


def _deliver(leased: Leased, kind: Kind) -> None:
    late = clock.now() >= leased.expires_at
    if late and kind.in_database:
        drop_entry(leased)
        return
    if late:
        raise NotDelivered("it has expired", permanent=True)

    def handle() -> None:
        kind.handle(leased.name, content, identifier=leased.id, finish=lambda: finish_entry(leased))

    content = opened(leased.sealed or "", identifier=leased.id)
    if kind.in_database:
        retry_on_conflict(handle)
    else:
        handle()


def _note_sent(leased: Leased) -> None:
    """Note it, if need be at another try. It is never noted as failed for that: it would be sent again, or be dead.

    If the database takes no note at all, the lease runs out and it is sent once more.
    """
    for last in (False, False, True):
        try:
            note_sent(leased)
        except SQLAlchemyError as error:
            if last:
                log.warning("message.unnoted", id=leased.id, error=type(error).__name__)
        else:
            return
