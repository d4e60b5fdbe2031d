"""The outcome of an entry, noted as long as its lease holds; and the purge of old entries."""

from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import delete, select, update

from gatepost import clock
from gatepost.crypto import random_share
from gatepost.database import db, read_all, write, write_alone
from gatepost.metrics import METRICS
from gatepost.outbox.lease import Leased
from gatepost.outbox.models import Outbox
from gatepost.settings import settings

_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=2), timedelta(minutes=15)
_REASON_MAX = 200

log = structlog.get_logger("gatepost.messaging")


def note_sent(leased: Leased) -> None:
    """A server has accepted it. Its content is erased, unless the development inbox shows it."""
    erased: dict[str, Any] = {} if settings.dev_inbox else {"sealed": None}
    values = {"sent_at": clock.now(), "due_at": None, "error": None, **erased}
    write_alone(update(Outbox).where(*leased.still_ours).values(**values))
    _log("sent", leased)


def note_failed(leased: Leased, reason: str, *, permanent: bool = False) -> None:
    """It was not accepted. Retry later, unless that is useless or attempts or lifetime are used up."""
    now, again = clock.now(), clock.now() + _pause(leased.attempts)
    expires_first = again >= leased.expires_at
    dead = permanent or expires_first or leased.attempts >= settings.outbox_attempts
    values: dict[str, Any] = {"dead_at": now, "due_at": None} if dead else {"due_at": again}
    noted = update(Outbox).where(*leased.still_ours).values(error=reason[:_REASON_MAX], **values)
    if write_alone(noted) == 1:
        METRICS.attempted(leased.channel, "given_up" if dead else "failed")
        _log("dead" if dead else "failed", leased, reason=reason)


def finish_entry(leased: Leased) -> bool:
    """Remove it in the present transaction; False if the lease no longer holds."""
    return write(delete(Outbox).where(*leased.still_ours)) == 1


def remove_entry(leased: Leased) -> None:
    """Remove an expired entry, in a transaction of its own."""
    write_alone(delete(Outbox).where(*leased.still_ours))


def purge_outbox(most: int) -> int:
    """Remove up to *most* entries that were created more than ``OUTBOX_KEPT`` ago and are sent or dead; how many.

    It is a transaction of its own.
    """
    before = clock.now() - settings.outbox_kept
    done = (Outbox.created_at < before, Outbox.due_at.is_(None))
    over = [identifier for (identifier,) in read_all(select(Outbox.id).where(*done).limit(most))]
    if not over:
        return 0
    purged = write(delete(Outbox).where(Outbox.id.in_(over), Outbox.due_at.is_(None)))
    db.session.commit()
    return purged


def _pause(attempts: int) -> timedelta:
    """Exponential backoff with jitter, so that entries that failed together are not retried together."""
    longest: timedelta = min(_FIRST_PAUSE * float(2 ** min(attempts - 1, 20)), _LONGEST_PAUSE)
    return longest * (0.5 + random_share() / 2)


def _log(outcome: str, leased: Leased, **more: str) -> None:
    level = log.info if outcome == "sent" else log.warning
    level(
        f"message.{outcome}", id=leased.id, message=leased.name, channel=leased.channel, attempt=leased.attempts, **more
    )
