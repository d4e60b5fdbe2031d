"""One-time proofs: a code and a link that are sent to an address. Redeeming either shows that the user reads there.

A code has 6 digits and lives 10 minutes (NIST SP 800-63B-4 section 3.1.3.2, ASVS 6.5.5); a link holds 256 random bits.
Both are bound to a purpose and an address (ASVS 6.6.2). The database decides that a proof is spent only once.
"""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, insert, select, update

from gatepost import clock
from gatepost.crypto import derive_key, digest, keyed_digest, random_digits, random_token, same
from gatepost.database import db, read_all, write
from gatepost.errors import UserNotFound
from gatepost.one_time_codes.models import OneTimeProof
from gatepost.settings import settings
from gatepost.users.models import lock_user

CODE_DIGITS = 6


class Issued(NamedTuple):
    """The code and the link to send. Neither is stored."""

    code: str
    link: str


class Spent(NamedTuple):
    """The user of a spent proof, and its address, which :func:`was_for` compares."""

    user_uuid: str
    address_digest: str


def issue_proof(*, user_uuid: str, purpose: str, address: str, link_lifetime: timedelta) -> Issued:
    """Issue a new code and link for this *purpose*, which end those before.

    *address* is the normal form of the address to which they are sent, such as ``email:ada@example.org``. It locks the
    user's row. Raises UserNotFound if the user was deleted meanwhile.
    """
    if not lock_user(user_uuid):
        raise UserNotFound
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
        write(insert(OneTimeProof).values(user_uuid=user_uuid, purpose=purpose, **values))
    return issued


def was_issued_just_now(*, user_uuid: str, purpose: str, address: str) -> bool:
    """Whether such a proof was issued within the least time between two messages."""
    younger = clock.now() + settings.code_lifetime - settings.message_interval
    this = (OneTimeProof.user_uuid == user_uuid, OneTimeProof.purpose == purpose)
    here = (OneTimeProof.address_digest == address_digest(address), OneTimeProof.code_expires_at > younger)
    return bool(read_all(select(OneTimeProof.user_uuid).where(*this, *here)))


def spend_code(*, purpose: str, address: str, code: str) -> Spent | None:
    """Spend the proof with this *code*. Returns None if there is none. The caller has counted the guess."""
    found = (
        OneTimeProof.address_digest == address_digest(address),
        OneTimeProof.purpose == purpose,
        OneTimeProof.code_digest == _code_digest(purpose, address, code),
        OneTimeProof.code_expires_at > clock.now(),
    )
    return _spend(*found)


def spend_link(*, purpose: str, token: str) -> Spent | None:
    """Spend the proof with this *token*. Returns None if there is none."""
    found = (
        OneTimeProof.link_digest == digest(token),
        OneTimeProof.purpose == purpose,
        OneTimeProof.link_expires_at > clock.now(),
    )
    return _spend(*found)


def end_proofs(user_uuid: str) -> None:
    """End all pending proofs of a user, as after a change of password or address."""
    write(delete(OneTimeProof).where(OneTimeProof.user_uuid == user_uuid))


def end_proof(user_uuid: str, purpose: str) -> None:
    """End the pending proof of a user for one purpose, if there is one."""
    write(delete(OneTimeProof).where(OneTimeProof.user_uuid == user_uuid, OneTimeProof.purpose == purpose))


def was_for(spent: Spent, address: str) -> bool:
    """Whether the proof was sent to *address*."""
    return same(spent.address_digest, address_digest(address))


def address_digest(address: str) -> str:
    """The digest that is stored of an address: with it the address can be found, but not read."""
    return keyed_digest(address, key=derive_key(settings.secret_key, "one-time address")).hex()


def purge_proofs(most: int) -> int:
    """Remove up to *most* proofs that have expired. Returns how many."""
    now = clock.now()
    over = (OneTimeProof.link_expires_at < now, OneTimeProof.code_expires_at < now)
    rows = read_all(select(OneTimeProof.link_digest).where(*over).limit(most))
    if not rows:
        return 0
    purged = write(delete(OneTimeProof).where(OneTimeProof.link_digest.in_([link for (link,) in rows]), *over))
    db.session.commit()
    return purged


def _spend(*found: ColumnElement[bool]) -> Spent | None:
    """Delete the row of a proof. Of several requests at once, one deletes it.

    The user's row is locked before, as by everybody who changes rows of a user (users/models.py).
    """
    rows = read_all(select(OneTimeProof.user_uuid, OneTimeProof.address_digest).where(*found).limit(1))
    for user_uuid, address in rows:
        if lock_user(user_uuid) and write(delete(OneTimeProof).where(*found, OneTimeProof.user_uuid == user_uuid)) == 1:
            return Spent(user_uuid, address)
    return None


def _code_digest(purpose: str, address: str, code: str) -> str:
    """A keyed digest. Without a key, a thief of the table could soon try the million codes."""
    return keyed_digest(f"{purpose} {address} {code}", key=derive_key(settings.secret_key, "one-time code")).hex()
