"""Undo the change of an address: whoever reads at the old one may have it back, for a while.

A thief who has changed the address has a session, and perhaps the password. So all sessions end and the password stops
working; a link to a new one goes to the restored address. No change and no password ends the undo, only its time does.
"""

from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from gatepost import clock
from gatepost.audit.events import of_address
from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.contact_changes.assign import drop_other_pending, take_from_unverified
from gatepost.contact_changes.revert_other import revert_other
from gatepost.crypto import digest, random_token
from gatepost.database import db, read_one, write
from gatepost.errors import InvalidProof
from gatepost.messaging.message import Channel, mask_address
from gatepost.messaging.put_message import choose_locale, link, put_message
from gatepost.one_time_codes.identifier import Identifier
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.recipients import find_addresses
from gatepost.one_time_codes.send_code import Address, may_send_to, send_proof
from gatepost.one_time_codes.store import end_proofs
from gatepost.sessions.end import end_all_sessions
from gatepost.settings import current_settings, settings
from gatepost.throttling.clear_attempts import clear_all_attempts
from gatepost.users.conflicts import taken
from gatepost.users.for_update import find_for_update
from gatepost.users.models import NO_PASSWORD, User
from gatepost.users.pending import AddressUndo, Kind, PendingAddress


def notify_old_contact(user: User, kind: Kind, *, new: str, client: Client) -> None:
    """Tell the address that *user*, as they were before the change, had, and send it the link that undoes it.

    Only who could have got back in there is told (proofs/recipients.py): a number that was mistyped, and never proven,
    gives nobody a way into an account of which something else is proven. All proofs that are out end. The caller
    commits.
    """
    end_proofs(user.uuid)
    by_email = kind == "email"
    value, key = (user.email, user.email_key) if by_email else (user.mobile, user.mobile_key)
    if value is None or key is None or kind not in {address.identifier.kind for address in find_addresses(user)}:
        return
    token, now = random_token(), clock.now()
    row = {
        "token_digest": digest(token),
        "user_uuid": user.uuid,
        "kind": kind,
        "value": value,
        "key": key,
        "verified_at": user.email_verified_at if by_email else user.mobile_verified_at,
        "created_at": now,
        "expires_at": now + settings.undo_lifetime,
    }
    write(insert(AddressUndo).values(**row))
    channel: Channel = "email" if by_email else "sms"
    values = {
        "username": user.username,
        "new": mask_address(new),
        "link": link(current_settings(), "undo", token),
        "days": max(1, settings.undo_lifetime.days),
    }
    put_message(
        "address_changed",
        channel=channel,
        to=value if by_email else key,
        locale=choose_locale(user.locale, client.languages, default=settings.locale),
        values=values,
        user_uuid=user.uuid,
        lifetime=settings.undo_lifetime,
    )


def undo_change(token: str, *, client: Client) -> None:
    """Give the address back to whom it was taken from. Raises InvalidProof, MobileTaken, EmailTaken."""
    undo = read_one(select(AddressUndo).where(AddressUndo.token_digest == digest(token)))
    if undo is None:
        raise InvalidProof
    kind: Kind = "email" if undo.kind == "email" else "mobile"
    address = Address(Identifier(kind, undo.key), undo.value if kind == "email" else undo.key)
    may_send = may_send_to(address)
    user = find_for_update(undo.user_uuid)
    this = (AddressUndo.token_digest == undo.token_digest, AddressUndo.expires_at > clock.now())
    if user is None or write(delete(AddressUndo).where(*this)) != 1:
        db.session.rollback()
        raise InvalidProof
    _restore(user, undo, kind)
    if may_send and user.is_active:
        locale = choose_locale(user.locale, client.languages, default=settings.locale)
        send_proof(user, Purpose.RESET, address, locale=locale)
    record(of_address(kind, "restored"), user_uuid=undo.user_uuid, client=client)
    db.session.commit()


def _restore(user: User, undo: AddressUndo, kind: Kind) -> None:
    """The address is as it was, and proven, for the link was read there; what was done since is over."""
    uuid = undo.user_uuid
    take_from_unverified(uuid, kind, undo.key)
    values: dict[str, Any] = {
        kind: undo.value,
        f"{kind}_key": undo.key,
        f"{kind}_verified_at": undo.verified_at or clock.now(),
        "password_hash": NO_PASSWORD,
        "credentials_version": User.credentials_version + 1,
        "devices_version": User.devices_version + 1,
        **revert_other(user, undo),
    }
    try:
        write(update(User).where(User.uuid == uuid).values(values))
    except IntegrityError as error:
        db.session.rollback()
        raise taken(error) from None
    write(delete(AddressUndo).where(AddressUndo.user_uuid == uuid, AddressUndo.created_at >= undo.created_at))
    drop_other_pending(kind, undo.key)
    write(delete(PendingAddress).where(PendingAddress.user_uuid == uuid))
    end_all_sessions(uuid, reason="address_restored")
    clear_all_attempts(uuid)
    end_proofs(uuid)
