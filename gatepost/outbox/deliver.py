"""Delivery of the outbox: the due entries of one kind."""

from collections.abc import Callable

import structlog
from sqlalchemy.exc import SQLAlchemyError

from gatepost import clock
from gatepost.crypto import Unsealable
from gatepost.database import db, retry_on_conflict
from gatepost.metrics import METRICS
from gatepost.outbox.kinds import Kind, NotDelivered
from gatepost.outbox.lease import Leased, acquire_lease, find_due
from gatepost.outbox.note_result import finish_entry, note_failed, note_sent, remove_entry
from gatepost.outbox.put import unseal_content

_AT_A_TIME = 20  # entries; each is leased just before it is handled

log = structlog.get_logger("gatepost.messaging")


def deliver_due(kind: Kind, *, keep_going: Callable[[], bool] = lambda: True) -> int:
    """Deliver due entries while *keep_going* is true. Gives the number of attempts. A failure delays no other entry."""
    tried = 0
    for identifier, due_at in find_due(kind.name, _AT_A_TIME):
        if not keep_going():
            break
        leased = acquire_lease(identifier, due_at)
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
        except Exception as error:  # of any kind: it must not keep other entries from being sent
            log.exception("message.error", id=leased.id)
            db.session.rollback()  # because a half-done entry has locked the row that the note changes
            note_failed(leased, f"error in the service: {type(error).__name__}")
        else:
            METRICS.attempted(kind.name, "done")
            if not kind.in_database:
                _note_sent(leased)
    return tried


def _deliver(leased: Leased, kind: Kind) -> None:
    expired = clock.now() >= leased.expires_at
    if expired and kind.in_database:
        remove_entry(leased)
        return
    if expired:
        raise NotDelivered("it has expired", permanent=True)

    def handle() -> None:
        kind.handle(leased.name, content, identifier=leased.id, finish=lambda: finish_entry(leased))

    content = unseal_content(leased.sealed or "", identifier=leased.id)
    if kind.in_database:
        retry_on_conflict(handle)
    else:
        handle()


def _note_sent(leased: Leased) -> None:
    """Note it as sent, in up to three tries. An error here is never noted as a failure, because the entry was sent.

    If the database stays away, the lease expires and the entry is sent again.
    """
    for last in (False, False, True):
        try:
            note_sent(leased)
        except SQLAlchemyError as error:
            if last:
                log.warning("message.unnoted", id=leased.id, error=type(error).__name__)
        else:
            return
