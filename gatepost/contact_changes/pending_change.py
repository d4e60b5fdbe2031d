"""A pending change of mobile or e-mail is verified by the code or link that was sent there, or cancelled."""

from gatepost.audit.events import of_address
from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.contact_changes.assign import assign_contact
from gatepost.contact_changes.purge_contacts import drop_superseded
from gatepost.contact_changes.undo_change import notify_old_contact
from gatepost.contacts.address import KINDS, Address, Kind
from gatepost.contacts.store import drop_pending, find_pending
from gatepost.database import db
from gatepost.errors import InvalidProof, NothingPending
from gatepost.one_time_codes.identifier import Identifier, change_of
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.redeem import redeem_code, redeem_link
from gatepost.one_time_codes.send_code import note_answered
from gatepost.one_time_codes.store import Spent, end_proof, was_for
from gatepost.throttling.claimant import Claimant
from gatepost.throttling.clear_attempts import clear_attempts
from gatepost.users.models import User, find_by_identifier, find_for_update, get_user, lock_user
from gatepost.users.visible import get_changeable_user, get_own_user


def verify_change_by_code(caller: Caller, uuid: str, kind: Kind, code: str, *, client: Client) -> User:
    """Verify the caller's new address by the *code* that was sent there. Nobody can do it for another.

    Raises UserNotFound, Forbidden, InvalidProof, TooManyFailures, MobileTaken, EmailTaken.
    """
    user = get_own_user(caller, uuid)
    waiting = find_pending(uuid, kind)
    claimant = Claimant(user, client, session_id=caller.session_id)
    purpose = Purpose(KINDS[kind].change_purpose)
    asked = change_of(uuid, kind, waiting)
    spent = redeem_code(purpose, waiting, code, asked=asked, claimant=claimant)
    clear_attempts(claimant, by_password=False)
    return _assign_pending(spent, waiting, by=uuid, client=client)


def verify_change_by_name(named: Identifier, code: str, *, client: Client) -> User:
    """Verify the new mobile number of the user known by this, who is not signed in, by the *code* that was sent there.

    So a user whose number the support replaces needs nothing else. An e-mail has a link for that. An unknown user takes
    the same way as a wrong code. Raises InvalidProof, TooManyFailures, MobileTaken.
    """
    user = find_by_identifier(named.kind, *named.keys)
    waiting = None if user is None else find_pending(user.uuid, "mobile")
    claimant = Claimant(user, client, named=str(named))
    spent = redeem_code(Purpose.CHANGE_MOBILE, waiting, code, asked=named, claimant=claimant)
    clear_attempts(claimant, by_password=False)
    return _assign_pending(spent, waiting, by="" if user is None else user.uuid, client=client)


def verify_change_by_link(token: str, *, client: Client) -> User:
    """Verify the e-mail address to which this *token* was sent. Raises InvalidProof, EmailTaken."""
    spent = redeem_link(Purpose.CHANGE_EMAIL, token)
    return _assign_pending(spent, find_pending(spent.user_uuid, "email"), by=spent.user_uuid, client=client)


def cancel_change(caller: Caller, uuid: str, kind: Kind, *, client: Client) -> None:
    """Cancel the pending change of this *kind*, and end its code. Raises UserNotFound, Forbidden, NothingPending."""
    user = get_changeable_user(caller, uuid, "users:write")
    if not (lock_user(uuid) and drop_pending(uuid, kind)):
        db.session.rollback()
        raise NothingPending
    end_proof(user.uuid, KINDS[kind].change_purpose)
    record(of_address(kind, "withdrawn"), user_uuid=uuid, actor_uuid=caller.uuid, client=client)
    db.session.commit()


def _assign_pending(spent: Spent, waiting: Address | None, *, by: str, client: Client) -> User:
    """Assign the pending address to the user, if the code or link was sent there, and to them."""
    if waiting is None or spent.user_uuid != by or not was_for(spent, str(waiting)):
        db.session.rollback()
        raise InvalidProof
    user = find_for_update(by)
    if user is None or not user.is_active:
        db.session.rollback()
        raise InvalidProof
    new = assign_contact(user.uuid, waiting.kind, key=waiting.key)
    notify_old_contact(user, waiting.kind, new=new)
    record(of_address(waiting.kind, "changed"), user_uuid=user.uuid, actor_uuid=user.uuid, client=client)
    db.session.commit()
    drop_superseded(waiting.kind, waiting.key)
    note_answered(waiting)
    return get_user(user.uuid)
