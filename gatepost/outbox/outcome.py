"""Note what became of an entry of the outbox, unless it is somebody else's by now."""

from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import delete, update

from gatepost import clock
from gatepost.crypto import random_share
from gatepost.database import write, write_alone
from gatepost.outbox.lease import Leased
from gatepost.outbox.models import Outbox
from gatepost.settings import settings

_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=2), timedelta(minutes=15)
_REASON_MAX = 200

log = structlog.get_logger("gatepost.messaging")


def note_sent(leased: Leased) -> None:
    """It was taken by a server. What it said is forgotten, but where the development inbox shows it."""
    forgotten: dict[str, Any] = {} if settings.dev_inbox else {"sealed": None}
    values = {"sent_at": clock.now(), "due_at": None, "error": None, **forgotten}
    write_alone(update(Outbox).where(*leased.still_ours).values(**values))
    _log("sent", leased)


def note_failed(leased: Leased, reason: str, *, permanent: bool = False) -> None:
    """It was not taken: try again later, unless it never will be, was tried often enough, or has become pointless."""
    now, again = clock.now(), clock.now() + _pause(leased.attempts)
    late = again >= leased.expires_at
    dead = permanent or late or leased.attempts >= settings.outbox_attempts
    values: dict[str, Any] = {"dead_at": now, "due_at": None} if dead else {"due_at": again}
    noted = update(Outbox).where(*leased.still_ours).values(error=reason[:_REASON_MAX], **values)
    if write_alone(noted) == 1:
        _log("dead" if dead else "failed", leased, reason=reason)


def finish_entry(leased: Leased) -> bool:
    """Remove it, in the present transaction; false if it is not ours any more. The caller commits."""
    return write(delete(Outbox).where(*leased.still_ours)) == 1


def drop_entry(leased: Leased) -> None:
    """Remove what nobody waits for any more."""
    write_alone(delete(Outbox).where(*leased.still_ours))


def _pause(attempts: int) -> timedelta:
    """Twice as long each time, and a random part of that, so that what failed together does not come together."""
    longest: timedelta = min(_FIRST_PAUSE * float(2 ** min(attempts - 1, 20)), _LONGEST_PAUSE)
    return longest * (0.5 + random_share() / 2)


def _log(outcome: str, leased: Leased, **more: str) -> None:
    level = log.info if outcome == "sent" else log.warning
    level(
        f"message.{outcome}", id=leased.id, message=leased.name, channel=leased.channel, attempt=leased.attempts, **more
    )
