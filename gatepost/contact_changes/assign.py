"""Whoever proves an address gets it; what others have built on it without proof falls (account pre-hijacking).

Of several who prove one at once, one wins: they wait for each other at the unique index. Where the winner would remove
the account of one who waits there, the database calls it a deadlock; who is rolled back by it begins again.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from gatepost import clock
from gatepost.audit.details import erase_details
from gatepost.audit.events import of_address
from gatepost.audit.record import record
from gatepost.database import db, write
from gatepost.errors import InvalidProof
from gatepost.one_time_codes.store import end_proofs
from gatepost.sessions.end import end_all_sessions
from gatepost.throttling.clear_attempts import clear_all_attempts
from gatepost.users.conflicts import taken
from gatepost.users.models import User
from gatepost.users.pending import Kind, PendingAddress


def assign_contact(user_uuid: str, kind: Kind, *, key: str, **more: Any) -> str:
    """Let the address that waits for this user count as theirs, and as proven; *more* is set in their row, too.

    The address is returned as it was written. One that they have already, from a time when none had to be proven, is
    proven by it. The caller has spent its proof, and commits. Raises InvalidProof if another waits by now, or none;
    MobileTaken or EmailTaken if somebody else has proven it.
    """
    value = _find_waiting(user_uuid, kind, key)
    settled: dict[str, Any] = {f"{kind}_verified_at": clock.now(), **more}
    user = [User.uuid == user_uuid]
    if value is None:
        user.append(_columns(kind).key == key)
    else:
        settled |= {kind: value, f"{kind}_key": key}
        take_from_unverified(user_uuid, kind, key)
    try:
        changed = write(update(User).where(*user).values(**settled))
    except IntegrityError as error:
        db.session.rollback()
        raise taken(error) from None
    this = (PendingAddress.user_uuid == user_uuid, PendingAddress.kind == kind, PendingAddress.key == key)
    if changed != 1 or (value is not None and write(delete(PendingAddress).where(*this)) != 1):
        db.session.rollback()
        raise InvalidProof
    drop_other_pending(kind, key)
    end_proofs(user_uuid)
    return value or key


def _find_waiting(user_uuid: str, kind: Kind, key: str) -> str | None:
    """The address as it was written."""
    this = (PendingAddress.user_uuid == user_uuid, PendingAddress.kind == kind, PendingAddress.key == key)
    value: str | None = db.session.connection().execute(select(PendingAddress.value).where(*this)).scalar_one_or_none()
    return value


def take_from_unverified(user_uuid: str, kind: Kind, key: str) -> None:
    """Who has it without having proven it loses it, and what rested on it: being active, sessions, all that is out.

    That is so where they have proven nothing else. Who loses an e-mail address and has a mobile number that counts was
    active by that. Administrators are made on the command line: theirs rests on no address.
    """
    columns = _columns(kind)
    holders = (columns.key == key, columns.verified_at.is_(None), User.uuid != user_uuid)
    for (uuid,) in db.session.connection().execute(select(User.uuid).where(*holders)).all():
        lost: dict[str, Any] = {f"{kind}_key": None, **({"email": None} if kind == "email" else {})}
        if write(update(User).where(User.uuid == uuid, *holders).values(**lost)) != 1:
            continue
        record(of_address(kind, "lost"), user_uuid=uuid)
        nothing_else = (
            User.mobile_key.is_(None),
            User.mobile_verified_at.is_(None),
            User.email_verified_at.is_(None),
            User.role != "admin",
        )
        fallen = {"activated_at": None, "credentials_version": User.credentials_version + 1}
        fallen["devices_version"] = User.devices_version + 1
        if write(update(User).where(User.uuid == uuid, *nothing_else).values(fallen)) == 1:
            end_all_sessions(uuid, reason="address_lost")
            write(delete(PendingAddress).where(PendingAddress.user_uuid == uuid))
            end_proofs(uuid)


def drop_other_pending(kind: Kind, key: str) -> None:
    """Nobody else can prove it any more. Registrations that waited for nothing else are gone, and their names free.

    The caller commits.
    """
    waiting = (PendingAddress.kind == kind, PendingAddress.key == key)
    others = [uuid for (uuid,) in db.session.connection().execute(select(PendingAddress.user_uuid).where(*waiting))]
    if not others:
        return
    write(delete(PendingAddress).where(*waiting))
    another = aliased(PendingAddress)
    idle: tuple[ColumnElement[bool], ...] = (
        User.uuid.in_(others),
        User.activated_at.is_(None),
        User.mobile_verified_at.is_(None),
        User.email_verified_at.is_(None),
        User.role != "admin",
        ~exists().where(another.user_uuid == User.uuid),
    )
    for (uuid,) in db.session.connection().execute(select(User.uuid).where(*idle)).all():
        if write(delete(User).where(User.uuid == uuid, *idle)) == 1:
            erase_details(uuid)
            clear_all_attempts(uuid)
            record("account.superseded", user_uuid=uuid)


class _columns:  # noqa: N801  reads as what it gives
    def __init__(self, kind: Kind) -> None:
        mobile = kind == "mobile"
        self.key: ColumnElement[str | None] = (User.mobile_key if mobile else User.email_key).expression
        self.verified_at: ColumnElement[datetime | None] = (
            User.mobile_verified_at if mobile else User.email_verified_at
        ).expression
