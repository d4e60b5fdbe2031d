"""Fulfil a requested proof in the worker (request_code.py requests it)."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from gatepost.caller import Client
from gatepost.contacts.address import Address
from gatepost.database import db
from gatepost.errors import UserNotFound
from gatepost.one_time_codes.guesses import guesses_at_address, guesses_by_name, wait_for_guess
from gatepost.one_time_codes.identifier import Identifier
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.recipients import find_pending_user, find_recoverable
from gatepost.one_time_codes.request_code import REQUEST
from gatepost.one_time_codes.send_code import can_reach, may_send_to, send_proof
from gatepost.one_time_codes.store import was_issued_just_now
from gatepost.outbox.kinds import Kind, NotDelivered
from gatepost.throttling.claimant import Claimant
from gatepost.users.models import User
from gatepost.users.second_factor import is_enrolled


def fulfil_request(name: str, content: dict[str, Any], *, identifier: str, finish: Callable[[], bool]) -> None:
    """Send the proof, if the identifier leads to a user who may get it.

    *finish* marks the request as done in the present transaction. It returns False if another worker has taken it.
    If the same proof was sent just now, if its country gets no SMS, or if its code would be refused because five were
    wrong, nothing is sent. Raises NotDelivered if another proof was sent to this address just now, or too many to its
    country; the outbox then tries again.
    """
    purpose, asked = Purpose(name), Identifier(content["kind"], content["key"], tuple(content.get("other", ())))
    if purpose is Purpose.ACTIVATION:
        found = find_pending_user(asked, username=content["username"])
    else:
        found = find_recoverable(asked, purpose)
    if found is not None and purpose is Purpose.LOST_FACTOR and not _has_factor(found[0]):
        found = None
    if found is not None and was_issued_just_now(user_uuid=found[0].uuid, purpose=purpose, address=str(found[1])):
        found = None
    if found is not None and _is_locked(purpose, *found, asked=asked, device=content.get("device", "")):
        found = None
    if found is not None and not can_reach(found[1]):
        found = None
    if found is not None and not may_send_to(found[1]):
        raise NotDelivered("another proof went to this address just now, or too many to its country")
    if not finish():
        db.session.rollback()
        return
    if found is not None:
        user, address = found
        with suppress(UserNotFound):  # deleted since
            send_proof(user, purpose, address)
    db.session.commit()


def _has_factor(user: User) -> bool:
    return is_enrolled(user.uuid, roles=user.roles, factors=user.factors, committed=True)


def _is_locked(purpose: Purpose, user: User, address: Address, *, asked: Identifier, device: str) -> bool:
    """Whether no code that is sent to this *address* is right at present. An e-mail has a link, which always is."""
    if address.channel == "email":
        return False
    known = Claimant(user, Client("", "", device=device)).is_known
    guesses = guesses_by_name(purpose, asked, known=known), guesses_at_address(purpose, address, asked, known=known)
    return any(wait_for_guess(each) for each in guesses)


REQUESTED_CODE = Kind(REQUEST, fulfil_request, in_database=True)
