"""Keys follow one another: each is published before its first use, signs for one period, and verifies for one more."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from gatepost import clock
from gatepost.database import db, read_all, write
from gatepost.errors import ForPrograms, UnknownName
from gatepost.keys.models import SigningKey
from gatepost.keys.pairs import make_pair, seal_pair
from gatepost.keys.ring import KID, Key, current_ring, find_signing
from gatepost.settings import Settings, current_settings

Record = Callable[[], None]
_LATE_CLOCKS = timedelta(minutes=5)  # a key that is needed at once signs also where the clock is late
_NO_SUCH_KEY = ForPrograms("There is no key of this name in use.")


def _record_nothing() -> None:
    """The audit record has no line about keys that follow one another by themselves."""


def rotate_if_due() -> None:
    """Make a key if none signs, and its successor when it is due. Any process may call this at any time."""
    while True:
        now, last = clock.now(), _last_number()
        keys = current_ring().known()
        signs_from = _next_due(keys, now, current_settings())
        if signs_from is None or _add_if_first(last + 1, signs_from, keys):
            return


def rotate_key(*, at_once: bool = False, record: Record = _record_nothing) -> datetime:
    """Make the next key now. It signs after ``KEY_LEAD``, or *at_once*. Returns that moment.

    *record* adds the audit line, in the same transaction.

    A verifier that caches the published keys knows *at_once* of a new one only if it fetches them for an unknown key.
    """
    while True:
        now, last = clock.now(), _last_number()
        signs_from = now if at_once else now + current_settings().key_lead
        if _add_if_first(last + 1, signs_from, current_ring().known(), record):
            return signs_from


def revoke_key(kid: str, *, record: Record = _record_nothing) -> None:
    """Refuse all that this key signed, at once. If it is the key that signs, make a new one. Raises UnknownName.

    *record* adds the audit line, in the same transaction.
    """
    if not KID.fullmatch(kid):  # not every engine can look every text up
        raise UnknownName(_NO_SUCH_KEY)
    while True:
        now, last = clock.now(), _last_number()
        keys = current_ring().known()
        signs = find_signing(keys, now)
        revoked = write(
            update(SigningKey)
            .where(SigningKey.kid == kid, SigningKey.revoked_at.is_(None))
            .values(revoked_at=now, verifies_until=now, sealed="")
        )
        if revoked != 1:
            db.session.rollback()
            raise UnknownName(_NO_SUCH_KEY)
        if signs is not None and signs.pair.kid != kid:
            record()
            db.session.commit()
            break
        if _add_if_first(last + 1, now - _LATE_CLOCKS, [key for key in keys if key.pair.kid != kid], record):
            break
    current_ring().forget()


def purge_keys() -> int:
    """Remove the keys whose last token has expired. Returns how many. A key that still signs has no end yet."""
    before = clock.now() - current_settings().key_period
    over = [number for (number,) in read_all(select(SigningKey.number).where(SigningKey.verifies_until < before))]
    if not over:
        return 0
    purged = write(delete(SigningKey).where(SigningKey.number.in_(over), SigningKey.verifies_until < before))
    db.session.commit()
    return purged


def _next_due(keys: Sequence[Key], now: datetime, settings: Settings) -> datetime | None:
    """When the key after these is to sign; None if it need not be made yet."""
    if find_signing(keys, now) is None:
        return now - _LATE_CLOCKS
    newest = keys[-1]
    if newest.signs_from > now:
        return None
    soonest, planned = now + settings.key_lead, newest.signs_from + settings.key_period
    if newest.pair.algorithm != settings.signing_algorithm or newest.verifies_until is not None:
        return soonest  # its end is known because it had a successor, which was revoked before it signed
    return max(soonest, planned) if planned <= soonest else None


def _last_number() -> int:
    """The highest number. Read it before the decision for another key, so that equal decisions take the same number."""
    return read_all(select(func.max(SigningKey.number)))[0][0] or 0


def _add_if_first(number: int, signs_from: datetime, before: Sequence[Key], record: Record = _record_nothing) -> bool:
    """Add the key of this number and set the end of those *before*, in a transaction of its own.

    Returns False if another process was first.
    """
    now, settings = clock.now(), current_settings()
    pair = make_pair(settings.signing_algorithm)
    row = {
        "number": number,
        "kid": pair.kid,
        "algorithm": pair.algorithm,
        "sealed": seal_pair(pair, secret=settings.secret_key),
        "created_at": now,
        "signs_from": signs_from,
    }
    last_to_sign = max((key.number for key in before if key.signs_from <= now), default=0)
    ending = [key.number for key in before if key.number >= last_to_sign]
    try:
        write(insert(SigningKey), row)
        write(
            update(SigningKey)
            .where(SigningKey.number.in_(ending), SigningKey.revoked_at.is_(None))
            .values(verifies_until=signs_from + longest_use(settings))
        )
        record()
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return False
    finally:
        current_ring().forget()
    return True


def longest_use(settings: Settings) -> timedelta:
    """How long the last token that a key signed may be in use: as long as a session at least.

    A process whose clock is late, or that reads the keys a moment later, signs it after the successor's first one.
    """
    return max(settings.key_period, settings.session_lifetime) + min(_LATE_CLOCKS, settings.key_lead)
