"""One-time proofs: a code or a link that was sent to an address, and comes back from whoever reads there.

A code has 6 digits and lives 10 minutes (NIST SP 800-63B-4 section 3.1.3.2, ASVS 6.5.5); a link holds 256 random bits.
Both are bound to a purpose and an address (ASVS 6.6.2), and are spent once, by the database's word.
"""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from gatepost import clock
from gatepost.crypto import derive_key, digest, keyed_digest, random_digits, random_token, same
from gatepost.database import db, read_all, write
from gatepost.errors import UserNotFound
from gatepost.one_time_codes.models import OneTimeProof
from gatepost.settings import settings

CODE_DIGITS = 6


class Issued(NamedTuple):
    """What is sent, and kept nowhere."""

    code: str
    link: str


class Spent(NamedTuple):
    """Whose proof it was, and for which address; ask :func:`was_for` about that."""

    user_uuid: str
    address_digest: str


def issue_proof(*, user_uuid: str, purpose: str, address: str, link_lifetime: timedelta) -> Issued:
    """A new code and link for this *purpose*, which end those before. The caller commits.

    *address* is the normal form of where they are sent, such as ``email:ada@example.org``. Raises UserNotFound if the
    user is gone by now.
    """
    issued, now = Issued(random_digits(CODE_DIGITS), random_token()), clock.now()
    values = {
        "address_digest": address_digest(address),
        "code_digest": _code_digest(purpose, address, issued.code),
        "code_expires_at": now + settings.code_lifetime,
        "link_digest": digest(issued.link),
        "link_expires_at": now + link_lifetime,
    }
    mine = (OneTimeProof.user_uuid == user_uuid, OneTimeProof.purpose == purpose)
    if write(update(OneTimeProof).where(*mine).values(**values)) == 0:
        try:
            with db.session.begin_nested():
                write(insert(OneTimeProof).values(user_uuid=user_uuid, purpose=purpose, **values))
        except IntegrityError:  # another was issued in this moment; ours is the later one
            if write(update(OneTimeProof).where(*mine).values(**values)) == 0:
                raise UserNotFound from None
    return issued


def was_issued_just_now(*, user_uuid: str, purpose: str, address: str) -> bool:
    """Whether such a proof is out that is younger than the least time between two messages."""
    younger = clock.now() + settings.code_lifetime - settings.message_interval
    this = (OneTimeProof.user_uuid == user_uuid, OneTimeProof.purpose == purpose)
    here = (OneTimeProof.address_digest == address_digest(address), OneTimeProof.code_expires_at > younger)
    return bool(read_all(select(OneTimeProof.user_uuid).where(*this, *here)))


def spend_code(*, purpose: str, address: str, code: str) -> Spent | None:
    """Spend the proof with this *code*; None if there is none. The caller has counted the try, and commits."""
    found = (
        OneTimeProof.address_digest == address_digest(address),
        OneTimeProof.purpose == purpose,
        OneTimeProof.code_digest == _code_digest(purpose, address, code),
        OneTimeProof.code_expires_at > clock.now(),
    )
    return _spend(*found)


def spend_link(*, purpose: str, token: str) -> Spent | None:
    """Spend the proof with this *token*; None if there is none. The caller commits."""
    found = (
        OneTimeProof.link_digest == digest(token),
        OneTimeProof.purpose == purpose,
        OneTimeProof.link_expires_at > clock.now(),
    )
    return _spend(*found)


def end_proofs(user_uuid: str) -> None:
    """End all proofs of a user that are out, as after a change of password or address. The caller commits."""
    write(delete(OneTimeProof).where(OneTimeProof.user_uuid == user_uuid))


def end_proof(user_uuid: str, purpose: str) -> None:
    """End the proof of a user for one purpose, if it is out. The caller commits."""
    write(delete(OneTimeProof).where(OneTimeProof.user_uuid == user_uuid, OneTimeProof.purpose == purpose))


def was_for(spent: Spent, address: str) -> bool:
    """Whether the proof was sent to *address*."""
    return same(spent.address_digest, address_digest(address))


def address_digest(address: str) -> str:
    """What is kept of an address, by which it can be found but not read."""
    return keyed_digest(address, key=derive_key(settings.secret_key, "one-time address")).hex()


def purge_proofs(most: int) -> int:
    """Remove up to *most* proofs that nobody can spend any more; how many."""
    now = clock.now()
    over = (OneTimeProof.link_expires_at < now, OneTimeProof.code_expires_at < now)
    rows = read_all(select(OneTimeProof.link_digest).where(*over).limit(most))
    if not rows:
        return 0
    purged = write(delete(OneTimeProof).where(OneTimeProof.link_digest.in_([link for (link,) in rows]), *over))
    db.session.commit()
    return purged


def _spend(*found: ColumnElement[bool]) -> Spent | None:
    """Of many that come at once, one deletes the row."""
    rows = read_all(select(OneTimeProof.user_uuid, OneTimeProof.address_digest).where(*found).limit(1))
    for user_uuid, address in rows:
        if write(delete(OneTimeProof).where(*found, OneTimeProof.user_uuid == user_uuid)) == 1:
            return Spent(user_uuid, address)
    return None


def _code_digest(purpose: str, address: str, code: str) -> str:
    """Keyed, for a million codes are soon tried by whoever has the table."""
    return keyed_digest(f"{purpose} {address} {code}", key=derive_key(settings.secret_key, "one-time code")).hex()
