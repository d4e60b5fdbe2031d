"""Change a mobile number or e-mail address: at once, or once the new one is verified (CHANGE_PROOF).

The plan is made before the transaction begins: it checks the change, and counts the message that it sends. The old
address is told of the change, and can undo it (undo_change.py).
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update

from gatepost.caller import Client
from gatepost.contact_changes.undo_change import notify_old_contact
from gatepost.contacts.address import KINDS, Address, Kind, parse_address
from gatepost.contacts.models import Contact, is_verified_by_another, primary
from gatepost.contacts.store import drop_pending, remove_contact, set_contact, set_pending
from gatepost.database import db, write
from gatepost.errors import InvalidInput
from gatepost.messaging.put_message import choose_locale
from gatepost.messaging.senders import is_sent
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.send_code import may_send_to, send_proof, too_soon
from gatepost.one_time_codes.store import end_proof
from gatepost.settings import current_settings, settings
from gatepost.throttling.count_use import count_use
from gatepost.users.models import User

_HOUR = timedelta(hours=1)
_LAST = "An account needs a mobile number or an e-mail address that counts."


@dataclass(frozen=True, slots=True)
class Keep:
    """The present one stays, perhaps in another writing; a pending one is cancelled."""

    kind: Kind
    address: Address | None


@dataclass(frozen=True, slots=True)
class Remove:
    """It is removed; *left* is the contact by which the account goes on."""

    kind: Kind
    left: Address


@dataclass(frozen=True, slots=True)
class Replace:
    """The new one counts at once, unverified."""

    address: Address


@dataclass(frozen=True, slots=True)
class Await:
    """The new one is pending until it is verified; with *code*, one is sent there."""

    address: Address
    code: bool


Plan = Keep | Remove | Replace | Await


def plan_change(user: User, kind: Kind, value: str | None) -> Plan:
    """Plan how to change the contact of this *kind* to *value*; None removes it. Only messages are counted yet.

    Raises InvalidInput, TooManyRequests, MobileTaken, EmailTaken.
    """
    contact = user.contact(kind)
    if value is None:
        return _plan_removal(user, kind)
    new, present = parse_address(kind, value), contact.address if contact else None
    if present is not None and new.key == present.key and _reaches_the_same(present, new):
        return Keep(kind, new)
    return _plan_verification(user, new) if settings.change_proof else Replace(new)


def _plan_removal(user: User, kind: Kind) -> Plan:
    """It counts at once, because nobody could verify it; the old address can undo it, as any change."""
    if not KINDS[kind].removable:
        raise InvalidInput({"mobile": ["A mobile number can be changed, not removed."]})
    if user.contact(kind) is None:
        return Keep(kind, None)
    others = [address for each in user.contacts if each.kind != kind and (address := each.address)]
    if not others:
        raise InvalidInput({kind: [_LAST]})
    return Remove(kind, others[0])


def _plan_verification(user: User, new: Address) -> Await:
    """The new one is pending. A contact that another user has verified stays theirs.

    A user has as many messages an hour as an address has. Otherwise one user could send to a thousand strangers.
    """
    if not is_sent(current_settings(), new.channel):
        raise InvalidInput({new.kind: ["This cannot be proven here: no message could be sent to it."]})
    taken = is_verified_by_another(new, but=user.uuid)
    if taken and settings.registration_answer == "public":
        raise KINDS[new.kind].taken
    use = count_use(f"changes of {user.uuid}", most=settings.messages_per_hour, window=_HOUR)
    if not use:
        raise too_soon(use)
    may_send = may_send_to(new)
    if not may_send and settings.registration_answer == "public":  # otherwise it would reveal a recent message
        raise too_soon(may_send)
    return Await(new, code=bool(may_send) and not taken)  # otherwise the same answer, without a message


def _reaches_the_same(present: Address, new: Address) -> bool:
    """Whether two writings of one normal form surely reach one mailbox: they differ in letter case only.

    The normal form ignores more differences, so that nobody can pass for another. But a message to ``ａda@…`` may reach
    nobody, and then nobody would read our next notice.
    """
    return not settings.change_proof or present.recipient.lower() == new.recipient.lower()


def change_contact(user: User, plan: Plan, *, client: Client) -> None:
    """Carry out the *plan* for *user*, whose row is locked. Raises MobileTaken, EmailTaken, InvalidInput."""
    match plan:
        case Keep(kind, address):
            _rewrite(user, address)
            _drop_pending_change(user, kind)
        case Remove(kind, left):
            if not any(each.counts_as(left) for each in user.contacts):  # lost since the plan was made
                db.session.rollback()
                raise InvalidInput({kind: [_LAST]})
            remove_contact(user.uuid, kind)
            _drop_pending_change(user, kind)
            notify_old_contact(user, kind, new=left.recipient, client=client)
        case Replace(address):
            set_contact(user.uuid, address.kind, value=address.value, key=address.key, verified_at=None)
            notify_old_contact(user, address.kind, new=address.recipient, client=client)
        case Await(address, code):
            set_pending(user.uuid, address)
            if code:
                locale = choose_locale(user.locale, client.languages, default=settings.locale)
                send_proof(user, Purpose(KINDS[address.kind].change_purpose), address, locale=locale)


def _rewrite(user: User, address: Address | None) -> None:
    if address is not None and address.value != user.written(address.kind):
        this = (*primary(user.uuid, address.kind), Contact.key == address.key)
        write(update(Contact).where(*this).values(value=address.value))


def _drop_pending_change(user: User, kind: Kind) -> None:
    if drop_pending(user.uuid, kind):
        end_proof(user.uuid, KINDS[kind].change_purpose)
