"""Change a mobile number or e-mail address: at once, or once the new one is verified (CHANGE_PROOF).

The plan is made before the transaction begins: it checks the change, and counts the message that it sends. The old
address is told of the change, and can undo it (undo_change.py).
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update

from gatepost.contact_changes.undo_change import notify_old_contact
from gatepost.contacts.address import KINDS, Address, Kind, parse_address
from gatepost.contacts.email_domains import check_domain
from gatepost.contacts.models import PRIMARY, Contact, is_verified_by_another, primary, reachable
from gatepost.contacts.normal_forms import same_mailbox
from gatepost.contacts.store import drop_pending, remove_contact, set_contact, set_pending
from gatepost.database import db, write
from gatepost.errors import InvalidInput, Reason, TooManyFailures
from gatepost.one_time_codes.guesses import guesses_by_name, wait_for_guess
from gatepost.one_time_codes.identifier import change_of
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.send_code import can_reach, may_send_to, send_proof
from gatepost.one_time_codes.store import end_proof
from gatepost.settings import settings
from gatepost.throttling.count_use import count_use, too_soon
from gatepost.users.models import User

_HOUR = timedelta(hours=1)
_LAST = Reason("An account needs a mobile number or an e-mail address that counts.")
_UNREACHABLE = Reason("An account without a password needs a contact to which messages are sent.")


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


def plan_change(user: User, kind: Kind, value: str | None, *, must_verify: bool = False) -> Plan:
    """Plan how to change the contact of this *kind* to *value*; None removes it. Raises InvalidInput.

    *must_verify*: the new one is pending until it is verified, whatever CHANGE_PROOF says.

    The plan needs :func:`count_messages` before it is carried out.
    """
    contact = user.contact(kind)
    present = contact.address if contact else None
    if value is None:
        return _plan_removal(user, kind)
    if present is not None and value == present.value:
        return Keep(kind, present)
    new = parse_address(kind, value)
    if present is not None and new.key == present.present_key and same_mailbox(present.recipient, new.recipient):
        return Keep(kind, Address(kind, new.value, present.key))
    check_domain(new)
    if not (must_verify or settings.change_proof):
        return Replace(new)
    if not can_reach(new):
        raise InvalidInput({kind: [Reason("This cannot be proven here: no message could be sent to it.")]})
    return Await(new, code=True)


def _plan_removal(user: User, kind: Kind) -> Plan:
    """It counts at once, because nobody could verify it; the old address can undo it, as any change."""
    if not KINDS[kind].removable:
        raise InvalidInput({"mobile": [Reason("A mobile number can be changed, not removed.")]})
    if user.contact(kind) is None:
        return Keep(kind, None)
    others = [address for each in user.contacts if each.kind != kind and (address := each.address)]
    if not others:
        raise InvalidInput({kind: [_LAST]})
    return Remove(kind, others[0])


def count_messages(user: User, plan: Plan, *, tells: bool = False) -> Plan:
    """Count the message that a planned change sends. Raises TooManyRequests, MobileTaken, EmailTaken.

    A contact that another user has verified stays theirs. A user has as many messages an hour as an address has.
    Otherwise one user could send to a thousand strangers. *tells*: the answer tells that the new one is taken, because
    its reader sees every user anyway.
    """
    if not isinstance(plan, Await):
        return plan
    new = plan.address
    taken, tells = is_verified_by_another(new, but=user.uuid), tells or settings.registration_answer == "public"
    if taken and tells:
        raise KINDS[new.kind].taken
    wait = _wait_for_code(user, new)
    if wait:
        raise too_soon(wait, TooManyFailures)
    use = count_use(f"changes of {user.uuid}", most=settings.messages_per_hour, window=_HOUR)
    if not use:
        raise too_soon(use.wait)
    may_send = may_send_to(new)
    if not may_send and tells:  # otherwise it would reveal a recent message
        raise too_soon(may_send.wait)
    return Await(new, code=bool(may_send) and not taken)  # otherwise the same answer, without a message


def _wait_for_code(user: User, new: Address) -> timedelta:
    """How long no code for this change is right, after five wrong ones. An e-mail has a link, which is always good."""
    if new.channel == "email":
        return timedelta(0)
    purpose = Purpose(KINDS[new.kind].change_purpose)
    return wait_for_guess(guesses_by_name(purpose, change_of(user.uuid, new.kind, new), known=True))


def change_contact(user: User, plan: Plan) -> None:
    """Carry out the *plan* for *user*, whose row is locked. Raises MobileTaken, EmailTaken, InvalidInput."""
    match plan:
        case Keep(kind, address):
            _rewrite(user, address)
            _drop_pending_change(user, kind)
        case Remove(kind, left):
            if not any(each.counts_as(left) for each in user.contacts):  # lost since the plan was made
                db.session.rollback()
                raise InvalidInput({kind: [_LAST]})
            _check_way_back(user, kind)
            remove_contact(user.uuid, kind)
            _drop_pending_change(user, kind)
            notify_old_contact(user, kind, new=left.recipient)
        case Replace(address):
            _check_way_back(user, address.kind, new=address)
            set_contact(user.uuid, address.kind, value=address.value, key=address.key, verified_at=None)
            notify_old_contact(user, address.kind, new=address.recipient)
        case Await(address, code):
            set_pending(user.uuid, address)
            if code:
                send_proof(user, Purpose(KINDS[address.kind].change_purpose), address)


def _check_way_back(user: User, kind: Kind, *, new: Address | None = None) -> None:
    """Raises InvalidInput if *user* has no password, and would be left without an address to which codes are sent.

    *new* replaces their contact of this *kind*.
    """
    left = [each for each in user.contacts if each.kind != kind]
    if new is not None:
        left.append(Contact(user_uuid=user.uuid, kind=kind, place=PRIMARY, value=new.value, key=new.key))
    if not (user.has_password or any(map(can_reach, reachable(left)))):
        db.session.rollback()
        raise InvalidInput({kind: [_UNREACHABLE]})


def _rewrite(user: User, address: Address | None) -> None:
    if address is not None and address.value != user.written(address.kind):
        this = (*primary(user.uuid, address.kind), Contact.key == address.key)
        write(update(Contact).where(*this).values(value=address.value))


def _drop_pending_change(user: User, kind: Kind) -> None:
    if drop_pending(user.uuid, kind):
        end_proof(user.uuid, KINDS[kind].change_purpose)
