"""Challenges: each is drawn at random, belongs to one purpose and one holder, and is answered once, within minutes."""

from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, delete, insert, select

from gatepost import clock
from gatepost.crypto import digest, random_token
from gatepost.database import commit_once, db, read_all, write, write_alone
from gatepost.errors import InvalidPasskey
from gatepost.passkeys.models import PasskeyChallenge

LIFETIME = timedelta(minutes=5)
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
    write(_ROW, _row(challenge, purpose, holder))
    return challenge


def issue_challenge_alone(purpose: Purpose, *, holder: str) -> str:
    """The same as a transaction of its own; none may be open here."""
    challenge = random_token(_BYTES)
    write_alone(_ROW, _row(challenge, purpose, holder))
    return challenge


def claim_challenge(challenge: str, *purposes: Purpose, holder: str) -> Purpose:
    """Use *challenge* up, and say for which of these *purposes* it was. Of two answers that come at once, one wins.

    It is a transaction of its own, because a wrong answer uses it up, too; none may be open here. The answer of another
    holder, or for another purpose, does not. Raises InvalidPasskey.
    """
    digested = digest(challenge)
    found = commit_once(f"challenge {digested}", lambda: _claim(digested, purposes, holder))
    if found is None:
        raise InvalidPasskey
    return found


def spend_challenge(challenge: str, purpose: Purpose, *, holder: str) -> None:
    """The same in the present transaction: a wrong answer, after which it is rolled back, leaves the challenge."""
    if write(_SPEND, _values(digest(challenge), purpose, holder)) != 1:
        raise InvalidPasskey


def _row(challenge: str, purpose: Purpose, holder: str) -> dict[str, Any]:
    return {
        "digest": digest(challenge),
        "purpose": purpose,
        "holder": digest(holder),
        "expires_at": clock.now() + LIFETIME,
    }


def _claim(digested: str, purposes: tuple[Purpose, ...], holder: str) -> Purpose | None:
    return next((each for each in purposes if write_alone(_SPEND, _values(digested, each, holder)) == 1), None)


def _values(digested: str, purpose: Purpose, holder: str) -> dict[str, Any]:
    return {"of": digested, "meant_for": purpose, "held_by": digest(holder), "now": clock.now()}


def purge_challenges(most: int) -> int:
    """Remove up to *most* challenges that nobody has answered in time. Returns how many."""
    over = PasskeyChallenge.expires_at < clock.now()
    found = [each for (each,) in read_all(select(PasskeyChallenge.digest).where(over).limit(most))]
    if not found:
        return 0
    purged = write(delete(PasskeyChallenge).where(PasskeyChallenge.digest.in_(found), over))
    db.session.commit()
    return purged
