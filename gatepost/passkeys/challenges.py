"""Challenges: each is drawn at random, belongs to one purpose and one holder, and is answered once, within minutes.

One to add a passkey is stored when it is issued, and deleted when it is answered. One to log in is signed
(signed_challenges.py), because anybody may ask for it; it is stored as used when it is answered.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.exc import IntegrityError

from gatepost import clock
from gatepost.crypto import digest, random_token
from gatepost.database import commit_once, db, read_all, write, write_alone
from gatepost.errors import InvalidPasskey
from gatepost.passkeys.models import PasskeyChallenge
from gatepost.passkeys.signed_challenges import is_signed, read_expiry, sign_challenge

LIFETIME = timedelta(minutes=5)
_KEPT_LONGER = timedelta(minutes=5)  # what was used: the clock of another host may be late by so much
_USED = "used"  # in place of a purpose
_BYTES = 32
_ROW = insert(PasskeyChallenge)
_SPEND = delete(PasskeyChallenge).where(
    PasskeyChallenge.digest == bindparam("of"),
    PasskeyChallenge.purpose == bindparam("meant_for"),
    PasskeyChallenge.holder == bindparam("held_by"),
    PasskeyChallenge.expires_at > bindparam("now"),
)


class Purpose(StrEnum):
    """An answer to a challenge for one purpose is good for no other."""

    CREATE = "create"
    UPGRADE = "upgrade"
    LOGIN = "login"


def issue_challenge(purpose: Purpose, *, holder: str) -> str:
    """Issue a challenge, in base64url, that only *holder* may answer: a session, or a device."""
    challenge = random_token(_BYTES)
    write(_ROW, _row(digest(challenge), purpose, holder, clock.now() + LIFETIME))
    return challenge


def issue_login_challenge(*, holder: str) -> str:
    """Issue a challenge to log in, in base64url, that only *holder* may answer: a device. It writes nothing."""
    return sign_challenge(Purpose.LOGIN, holder=holder, expires_at=clock.now() + LIFETIME)


def claim_challenge(challenge: str, *purposes: Purpose, holder: str) -> Purpose:
    """Use *challenge* up, and say for which of these *purposes* it was. Of two answers that come at once, one wins.

    It is a transaction of its own, because a wrong answer uses it up, too; none may be open here. The answer of another
    holder, or for another purpose, does not. Raises InvalidPasskey.
    """
    found = commit_once(f"challenge {digest(challenge)}", lambda: _claim(challenge, purposes, holder))
    if found is None:
        raise InvalidPasskey
    return found


def spend_challenge(challenge: str, purpose: Purpose, *, holder: str) -> None:
    """The same in the present transaction: a wrong answer, after which it is rolled back, leaves the challenge."""
    if not _use_up(challenge, purpose, holder, write):
        db.session.rollback()
        raise InvalidPasskey


def _claim(challenge: str, purposes: tuple[Purpose, ...], holder: str) -> Purpose | None:
    return next((each for each in purposes if _use_up(challenge, each, holder, write_alone)), None)


def _use_up(challenge: str, purpose: Purpose, holder: str, send: Callable[..., int]) -> bool:
    """Whether this answer is the first one, and in time. The database decides: by a deleted row, or by a new key."""
    digested, now = digest(challenge), clock.now()
    if not is_signed(challenge):
        return send(_SPEND, {"of": digested, "meant_for": purpose, "held_by": digest(holder), "now": now}) == 1
    expires_at = read_expiry(challenge, purpose, holder=holder)
    if expires_at is None or expires_at <= now:
        return False
    try:
        send(_ROW, _row(digested, _USED, holder, expires_at + _KEPT_LONGER))
    except IntegrityError:
        return False
    return True


def _row(digested: str, purpose: str, holder: str, expires_at: datetime) -> dict[str, Any]:
    return {"digest": digested, "purpose": purpose, "holder": digest(holder), "expires_at": expires_at}


def purge_challenges(most: int) -> int:
    """Remove up to *most* challenges that are over: nobody can answer them any more. Returns how many."""
    over = PasskeyChallenge.expires_at < clock.now()
    found = [each for (each,) in read_all(select(PasskeyChallenge.digest).where(over).limit(most))]
    if not found:
        return 0
    purged = write(delete(PasskeyChallenge).where(PasskeyChallenge.digest.in_(found), over))
    db.session.commit()
    return purged
