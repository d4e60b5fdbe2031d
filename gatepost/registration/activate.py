"""Activate an account by its mobile number or e-mail address alone, or by a code or link that was sent there.

The first is the way of the founding document.
"""

from sqlalchemy import update

from gatepost import clock
from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.contact_changes.assign import assign_contact, end_password
from gatepost.contact_changes.purge_contacts import drop_superseded
from gatepost.contacts.address import Address
from gatepost.database import db, write
from gatepost.errors import AccountNotActive, InvalidProof, Reason, UserNotFound
from gatepost.one_time_codes.identifier import Identifier
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.recipients import find_pending_user, find_proven_address, others_wait
from gatepost.one_time_codes.redeem import redeem_code, redeem_link
from gatepost.one_time_codes.send_code import note_answered
from gatepost.throttling.claimant import Claimant
from gatepost.users.models import User, find_by_identifier, find_for_update, get_user


def activate(address: Identifier, *, username: str | None = None, client: Client) -> User:
    """Activate the account with this address, and this *username* if it is given. An active one stays so.

    A deactivated one is refused. Raises UserNotFound, AccountNotActive.
    """
    user = find_by_identifier(address.kind, *address.keys)
    if user is None or username not in (None, user.username_key):
        raise UserNotFound
    if user.deactivated_at is not None:
        raise AccountNotActive(Reason("This account has been deactivated."))
    if user.activated_at is None:
        inactive = (User.uuid == user.uuid, User.activated_at.is_(None))
        if write(update(User).where(*inactive).values(activated_at=clock.now())) == 1:
            record("account.activated", user_uuid=user.uuid, client=client)
        db.session.commit()
        return get_user(user.uuid)
    return user


def activate_by_code(address: Identifier, code: str, *, username: str | None = None, client: Client) -> User:
    """Activate the account for which this *code* was sent to *address*; with a *username*, only the one called so.

    Raises InvalidProof, MobileTaken, EmailTaken.
    """
    user, sent_to = find_pending_user(address, username=username) or (None, None)
    claimant = Claimant(user, client, named=str(address))
    spent = redeem_code(Purpose.ACTIVATION, sent_to, code, asked=address, claimant=claimant)
    meant = username is not None or not others_wait(spent.user_uuid, address)
    return _activate(spent.user_uuid, sent_to, username, client, meant=meant)


def activate_by_link(token: str, *, client: Client) -> User:
    """Activate the account to which this *token* was sent by e-mail. Raises InvalidProof, EmailTaken."""
    spent = redeem_link(Purpose.ACTIVATION, token)
    return _activate(spent.user_uuid, find_proven_address(spent), None, client, meant=False)


def _activate(user_uuid: str, address: Address | None, username: str | None, client: Client, *, meant: bool) -> User:
    """Activate the account, and assign the address to it. This does not log in. A deactivated account is refused.

    The account may have been registered by somebody else (account pre-hijacking). So its password ends, unless this is
    the device that registered it, or the account is *meant*: the code was typed in where the registration goes on.
    """
    waits = (User.uuid == user_uuid, User.activated_at.is_(None), User.deactivated_at.is_(None))
    named = () if username is None else (User.username_key == username,)
    activated = update(User).where(*waits, *named).values(activated_at=clock.now())
    if address is None or write(activated) != 1:
        db.session.rollback()
        raise InvalidProof
    assign_contact(user_uuid, address.kind, key=address.key)
    user = find_for_update(user_uuid)
    if user is not None and not (meant or user.is_admin or Claimant(user, client).is_known):
        end_password(user, reason="address_proven")
    record("account.activated", user_uuid=user_uuid, client=client)
    db.session.commit()
    drop_superseded(address.kind, address.key)
    note_answered(address)
    return get_user(user_uuid)
