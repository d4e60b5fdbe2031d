"""Activate an account by a code or link that was sent to its mobile number or e-mail address."""

from sqlalchemy import update

from gatepost import clock
from gatepost.addresses.claim import claim_address
from gatepost.attempts.claimant import Claimant
from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.database import db, write
from gatepost.errors import InvalidProof
from gatepost.proofs.identifier import Identifier
from gatepost.proofs.purposes import Purpose
from gatepost.proofs.recipients import find_proven_address, find_who_waits
from gatepost.proofs.take_back import take_code, take_link
from gatepost.users.models import User, get_user


def activate_by_code(address: Identifier, code: str, *, username: str | None = None, client: Client) -> User:
    """Activate the account for which this *code* was sent to *address*; with a *username*, only the one called so.

    Raises InvalidProof, MobileTaken, EmailTaken.
    """
    found = find_who_waits(address, username=username)
    claimant = Claimant(found[0] if found else None, client, named=str(address))
    spent = take_code(Purpose.ACTIVATION, address, code, asked=address, claimant=claimant)
    return _activate(spent.user_uuid, address, username, client)


def activate_by_link(token: str, *, client: Client) -> User:
    """Activate the account in whose e-mail this *token* was. Raises InvalidProof, EmailTaken."""
    spent = take_link(Purpose.ACTIVATION, token)
    return _activate(spent.user_uuid, find_proven_address(spent), None, client)


def _activate(user_uuid: str, address: Identifier | None, username: str | None, client: Client) -> User:
    """The address is theirs now, and proven. It does not log in. A deactivated account stays so."""
    waits = (User.uuid == user_uuid, User.activated_at.is_(None), User.deactivated_at.is_(None))
    named = () if username is None else (User.username_key == username,)
    activated = update(User).where(*waits, *named).values(activated_at=clock.now())
    if address is None or address.kind == "username" or write(activated) != 1:
        db.session.rollback()
        raise InvalidProof
    claim_address(user_uuid, address.kind, key=address.key)
    record("account.activated", user_uuid=user_uuid, client=client)
    db.session.commit()
    return get_user(user_uuid)
