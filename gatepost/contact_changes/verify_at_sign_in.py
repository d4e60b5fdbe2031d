"""Somebody gets in through an address of an account of which nothing was proven before.

It is theirs, for they read there. Who has made the account is another question: where addresses must be proven
(ACTIVATION=code) it may have been somebody else, and nothing of theirs may stay (account pre-hijacking). Where the
operator trusts a number as it is given, its holder is taken for the one who has made the account; and administrators
are made by the operator.
"""

from typing import Any

from sqlalchemy import delete, update

from gatepost import clock
from gatepost.audit.events import of_address
from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.contact_changes.assign import drop_other_pending
from gatepost.database import db, write
from gatepost.errors import InvalidProof
from gatepost.one_time_codes.recipients import is_proven
from gatepost.one_time_codes.send_code import Address
from gatepost.one_time_codes.store import end_proofs
from gatepost.sessions.end import end_all_sessions
from gatepost.settings import settings
from gatepost.throttling.clear_attempts import clear_all_attempts
from gatepost.users.models import NO_PASSWORD, User
from gatepost.users.pending import AddressUndo, Kind, PendingAddress


def verify_at_sign_in(user: User, address: Address, *, client: Client) -> None:
    """Let *address* count as proven, if it did not; *user* is as their row is from then on. The caller commits.

    Raises InvalidProof if the row has changed since it was read.
    """
    if is_proven(user, address):
        return
    by_email, key = address.identifier.kind == "email", address.identifier.key
    kind: Kind = "email" if by_email else "mobile"
    by_a_stranger = settings.activation == "code" and not user.is_admin
    values: dict[str, Any] = {f"{kind}_verified_at": clock.now()}
    if by_a_stranger:
        other = "mobile" if by_email else "email"
        values |= {other: None, f"{other}_key": None, "password_hash": NO_PASSWORD}
        values |= {"credentials_version": user.credentials_version + 1}
        values |= {"devices_version": user.devices_version + 1}
    this = (
        User.uuid == user.uuid,
        User.credentials_version == user.credentials_version,
        (User.email_key if by_email else User.mobile_key) == key,
        (User.mobile_verified_at if by_email else User.email_verified_at).is_(None),
    )
    if write(update(User).where(*this).values(values)) != 1:
        db.session.rollback()
        raise InvalidProof
    for column, value in values.items():
        setattr(user, column, value)
    drop_other_pending(kind, key)
    if by_a_stranger:
        _drop_what_others_have_set(user.uuid)
    record(of_address(kind, "proven"), user_uuid=user.uuid, client=client)


def _drop_what_others_have_set(user_uuid: str) -> None:
    write(delete(PendingAddress).where(PendingAddress.user_uuid == user_uuid))
    write(delete(AddressUndo).where(AddressUndo.user_uuid == user_uuid))
    end_all_sessions(user_uuid, reason="address_proven")
    clear_all_attempts(user_uuid)
    end_proofs(user_uuid)
