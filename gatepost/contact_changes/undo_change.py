"""Undo the change of an address by the link that was sent to the old one, for a while (UNDO_LIFETIME).

A thief who has changed the address has a session, and perhaps the password. So all sessions end and the password stops
working, and so do the passkeys of this while and the one before it; a link to a new password goes to the restored
address. Neither a change nor a new password ends the undo; only its time does.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from gatepost import clock
from gatepost.audit.events import of_address
from gatepost.audit.models import AuditEvent
from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.contact_changes.assign import take_from_unverified
from gatepost.contact_changes.purge_contacts import drop_superseded
from gatepost.contacts.address import KINDS, Kind
from gatepost.contacts.models import Contact, ContactUndo, PendingContact, primary
from gatepost.contacts.renumbering import all_forms, present_form
from gatepost.contacts.store import remove_contact, set_contact
from gatepost.crypto import digest, random_token
from gatepost.database import db, read_all, read_one, write
from gatepost.errors import InvalidProof
from gatepost.messaging.message import mask_address
from gatepost.messaging.put_message import link, locale_of, put_message
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.send_code import may_send_to, send_proof
from gatepost.one_time_codes.store import end_proofs
from gatepost.sessions.end import end_all_sessions
from gatepost.settings import current_settings, settings
from gatepost.throttling.clear_attempts import clear_all_attempts
from gatepost.undos.revert import revert_since
from gatepost.users.models import NO_PASSWORD, User, find_for_update, find_user
from gatepost.users.ways_in import drop_ways_in


def notify_old_contact(user: User, kind: Kind, *, new: str) -> None:
    """Send the contact from before the change a notice, and the link that undoes it; *user* is as before the change.

    Only a contact that was verified is told: one that was mistyped, and never verified, gives a stranger no access to
    the account. All unredeemed codes of the user end.
    """
    end_proofs(user.uuid)
    old = user.contact(kind)
    address = None if old is None else old.address
    if old is None or address is None or old.verified_at is None:
        return
    token, now = random_token(), clock.now()
    row = {
        "token_digest": digest(token),
        "user_uuid": user.uuid,
        "kind": kind,
        "value": address.value,
        "key": address.key,
        "verified_at": old.verified_at,
        "created_at": now,
        "expires_at": now + settings.undo_lifetime,
    }
    write(insert(ContactUndo).values(**row))
    values = {
        "username": user.username,
        "new": mask_address(new),
        "link": link(current_settings(), "undo", token),
        "days": max(1, settings.undo_lifetime.days),
    }
    put_message(
        "address_changed",
        channel=address.channel,
        to=address.recipient,
        locale=locale_of(user),
        values=values,
        user_uuid=user.uuid,
        lifetime=settings.undo_lifetime,
    )


def find_change_undone_at(user_uuid: str) -> datetime | None:
    """When a change of this user's contacts was last undone, as far as the record goes back; None if never."""
    undone = AuditEvent.event.in_([of_address(kind, "restored") for kind in KINDS])
    rows = read_all(select(func.max(AuditEvent.at)).where(AuditEvent.user_uuid == user_uuid, undone))
    found: datetime | None = rows[0][0]
    return found


def undo_change(token: str, *, client: Client) -> None:
    """Restore the address to which this *token* was sent. Raises InvalidProof, MobileTaken, EmailTaken."""
    this = (ContactUndo.token_digest == digest(token), ContactUndo.expires_at > clock.now())
    undo = read_one(select(ContactUndo).where(*this))
    if undo is None:
        raise InvalidProof
    owner = find_user(undo.user_uuid)
    may_send = owner is not None and owner.is_active and bool(may_send_to(undo.address))
    user = find_for_update(undo.user_uuid)
    if user is None or write(delete(ContactUndo).where(*this)) != 1:
        db.session.rollback()
        raise InvalidProof
    _restore(user, undo)
    if may_send and user.is_active:
        send_proof(user, Purpose.RESET, undo.address, message="change_undone")
    record(of_address(undo.kind, "restored"), user_uuid=undo.user_uuid, client=client)
    db.session.commit()
    drop_superseded(undo.kind, undo.key)


def _restore(user: User, undo: ContactUndo) -> None:
    """Restore the contact as verified, because the link was read there, and end all that was done since."""
    uuid, kind = undo.user_uuid, undo.kind
    take_from_unverified(uuid, kind, undo.key)
    key = undo.address.present_key
    set_contact(uuid, kind, value=undo.value, key=key, verified_at=undo.verified_at or clock.now())
    _revert_others(user, undo)
    revert_since(user, undo.created_at)
    values = {
        "password_hash": NO_PASSWORD,
        "credentials_version": User.credentials_version + 1,
        "devices_version": User.devices_version + 1,
    }
    write(update(User).where(User.uuid == uuid).values(values))
    write(delete(ContactUndo).where(ContactUndo.user_uuid == uuid, ContactUndo.created_at >= undo.created_at))
    write(delete(PendingContact).where(PendingContact.user_uuid == uuid))
    drop_ways_in(uuid, since=undo.created_at - settings.undo_lifetime)
    end_all_sessions(uuid, reason="address_restored")
    clear_all_attempts(uuid)
    end_proofs(uuid)


def _revert_others(user: User, undo: ContactUndo) -> None:
    """Revert the contacts of other kinds. Otherwise a thief of the session could bring in two contacts, and keep one.

    A contact that was changed with or after the one of *undo* is restored, or removed. A contact that was verified
    shortly before still counts, but as unverified: it no longer recovers the account. Raises MobileTaken, EmailTaken.
    """
    for kind in KINDS:
        if kind != undo.kind:
            _revert(user, kind, undo)


def _revert(user: User, kind: Kind, undo: ContactUndo) -> None:
    since = (ContactUndo.user_uuid == user.uuid, ContactUndo.kind == kind, ContactUndo.created_at >= undo.created_at)
    columns = (ContactUndo.value, ContactUndo.key, ContactUndo.verified_at)
    first = _first(*columns, where=since, by=ContactUndo.created_at)
    contact = user.contact(kind)
    verified_at = None if contact is None else contact.verified_at
    if first is not None:
        value, key, verified_before = first
        another = (Contact.kind == kind, Contact.key.in_(all_forms(key)), Contact.user_uuid != user.uuid)
        if _first(Contact.user_uuid, where=another) is None:
            set_contact(user.uuid, kind, value=value, key=present_form(key), verified_at=verified_before)
        else:
            remove_contact(user.uuid, kind)
    elif verified_at is None or verified_at <= undo.created_at - settings.undo_lifetime:
        return
    elif verified_at > undo.created_at:
        remove_contact(user.uuid, kind)
    else:
        write(update(Contact).where(*primary(user.uuid, kind)).values(verified_at=None))


def _first(*columns: Any, where: tuple[ColumnElement[bool], ...], by: Any = None) -> Any:
    return db.session.connection().execute(select(*columns).where(*where).order_by(by).limit(1)).first()
