"""The stored part of TOTP: the sealed secrets, and which step counts next."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

import structlog
from sqlalchemy import Update, bindparam, delete, func, insert, select, update

from gatepost import clock
from gatepost.crypto import Unsealable, derive_key, random_hex, seal, unseal
from gatepost.database import AnySelect, db, read_all, write
from gatepost.factors.models import TotpFactor
from gatepost.factors.totp_codes import matching_step, step_of
from gatepost.settings import settings
from gatepost.undos.rows import from_json, to_json

_ID_BYTES = 16
_MOMENTS = ("created_at", "verified_at", "last_used_at")
_UNVERIFIED_KEPT = timedelta(hours=1)
_COUNT = select(func.count()).where(TotpFactor.user_uuid == bindparam("of"), TotpFactor.verified_at.is_not(None))
_COUNTING = select(TotpFactor.id, TotpFactor.sealed_secret).where(
    TotpFactor.user_uuid == bindparam("of"), TotpFactor.verified_at.is_not(None)
)
_UNVERIFIED = select(TotpFactor.id, TotpFactor.sealed_secret).where(
    TotpFactor.id == bindparam("this"), TotpFactor.user_uuid == bindparam("of"), TotpFactor.verified_at.is_(None)
)
_SPEND = (
    update(TotpFactor)
    .where(TotpFactor.id == bindparam("this"), TotpFactor.last_step < bindparam("step"))
    .values(last_step=bindparam("step"), last_used_at=bindparam("now"))
)
_SPEND_FIRST = _SPEND.where(TotpFactor.verified_at.is_(None)).values(verified_at=bindparam("now"))
log = structlog.get_logger("gatepost")


class _Stored(NamedTuple):
    id: str
    sealed_secret: str


def add_unverified(user_uuid: str, secret: str) -> str:
    """Store a *secret* that counts for nothing yet, in place of an earlier one of that kind. Returns its id.

    The caller has locked the user's row.
    """
    write(delete(TotpFactor).where(TotpFactor.user_uuid == user_uuid, TotpFactor.verified_at.is_(None)))
    identifier = random_hex(_ID_BYTES)
    row = {
        "id": identifier,
        "user_uuid": user_uuid,
        "sealed_secret": seal(secret, key=_key(), context=_context(user_uuid, identifier)),
        "last_step": 0,
        "created_at": clock.now(),
    }
    write(insert(TotpFactor).values(**row))
    return identifier


def verify_first(user_uuid: str, identifier: str, code: str) -> bool:
    """Let the factor count, if *code* is right. Of several requests at once, one does so."""
    waiting = _rows(_UNVERIFIED, this=identifier, of=user_uuid)
    return any(_claim(_SPEND_FIRST, user_uuid, each, code) for each in waiting)


def spend_code(user_uuid: str, code: str) -> bool:
    """Whether *code* is right. Its step, and all before it, are used up then.

    The caller has locked the user's row, and commits.
    """
    return any(_claim(_SPEND, user_uuid, each, code) for each in _rows(_COUNTING, of=user_uuid))


def count_verified(user_uuid: str) -> int:
    """How many of their apps count, in the present transaction."""
    return db.session.connection().execute(_COUNT, {"of": user_uuid}).scalar_one()


def set_aside(user_uuid: str, ids: Sequence[str] | None) -> list[dict[str, Any]]:
    """Delete all apps of a user that count, or those with these *ids*. Returns their rows, as JSON has them.

    With all of them a secret ends that was begun. The secrets stay sealed. The caller has locked the user's row.
    """
    which = () if ids is None else (TotpFactor.id.in_(ids),)
    theirs = (TotpFactor.user_uuid == user_uuid, *which)
    counting = select(TotpFactor.__table__).where(*theirs, TotpFactor.verified_at.is_not(None))
    found = db.session.connection().execute(counting).mappings().all()
    write(delete(TotpFactor).where(*theirs))
    return [to_json(row) for row in found]


def put_back(user_uuid: str, rows: list[dict[str, Any]]) -> None:
    """Store such *rows* again. No code of this minute is right, because it may have been used before.

    The caller has locked the user's row.
    """
    spent = step_of(clock.now().timestamp()) + 1
    for row in rows:
        values = {**from_json(row, moments=_MOMENTS), "user_uuid": user_uuid}
        write(insert(TotpFactor).values(**values | {"last_step": max(row["last_step"], spent)}))


def purge_unverified(most: int) -> int:
    """Remove up to *most* secrets of which no code came within an hour. Returns how many."""
    over = (TotpFactor.verified_at.is_(None), TotpFactor.created_at < clock.now() - _UNVERIFIED_KEPT)
    rows = read_all(select(TotpFactor.id).where(*over).limit(most))
    if not rows:
        return 0
    purged = write(delete(TotpFactor).where(TotpFactor.id.in_([identifier for (identifier,) in rows]), *over))
    db.session.commit()
    return purged


def _rows(statement: AnySelect, **values: str) -> list[_Stored]:
    return [_Stored(*row) for row in db.session.connection().execute(statement, values).all()]


def _claim(spend: Update, user_uuid: str, stored: _Stored, code: str) -> bool:
    """Use up the step of *code*, if it is right and of no step that was used before."""
    now = clock.now()
    try:
        secret = unseal(stored.sealed_secret, key=_key(), context=_context(user_uuid, stored.id))
    except Unsealable:
        log.warning("factor.unsealable", user=user_uuid, factor=stored.id)
        return False
    step = matching_step(secret, code, now=step_of(now.timestamp()))
    if step is None:
        return False
    return write(spend, {"this": stored.id, "step": step, "now": now}) == 1


def _key() -> bytes:
    return derive_key(settings.secret_key, "totp secrets")


def _context(user_uuid: str, identifier: str) -> str:
    return f"totp {user_uuid} {identifier}"
