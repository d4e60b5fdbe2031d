"""Change a mobile number or e-mail address: at once, or once its new one is proven (CHANGE_PROOF).

The old address is told of it, and can have it undone (undo.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from gatepost.caller import Client
from gatepost.contact_changes.undo_change import notify_old_contact
from gatepost.database import read_all
from gatepost.errors import EmailTaken, InvalidInput, MobileTaken
from gatepost.messaging.put_message import choose_locale
from gatepost.messaging.senders import is_sent
from gatepost.one_time_codes.identifier import Identifier
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.send_code import Address, may_send_to, send_proof, too_soon
from gatepost.one_time_codes.store import end_proof
from gatepost.settings import current_settings, settings
from gatepost.throttling.count_use import count_use
from gatepost.users.identifiers import email_key, mobile_key
from gatepost.users.models import User
from gatepost.users.pending import Kind, drop_pending, set_pending

_HOUR = timedelta(hours=1)
PURPOSES: dict[Kind, Purpose] = {"mobile": Purpose.CHANGE_MOBILE, "email": Purpose.CHANGE_EMAIL}


@dataclass(frozen=True, slots=True)
class Step:
    """What a change comes to: *values* for the user's row, and what else is done in the same transaction."""

    values: dict[str, Any]
    then: Callable[[User], None]  # with the user as they were just before, held


def work_out(user: User, kind: Kind, value: str | None, *, client: Client) -> Step | None:
    """How to change the address of this *kind* to *value*; None if it is as it is. Nothing is written yet.

    Naming the present one again withdraws another that waits. Raises InvalidInput, TooManyRequests, MobileTaken,
    EmailTaken.
    """
    present, present_key = (user.mobile, user.mobile_key) if kind == "mobile" else (user.email, user.email_key)
    if value is None:
        return _remove(user, kind, client)
    key = mobile_key(value) if kind == "mobile" else email_key(value)
    if key == present_key and _reaches_the_same(kind, present or "", value):
        return Step({} if value == present else {kind: value}, lambda held: _withdraw(held, kind))
    if settings.change_proof:
        return _once_proven(user, kind, value, key, client)
    values = {kind: value, f"{kind}_key": key, f"{kind}_verified_at": None}
    return Step(
        values, lambda held: notify_old_contact(held, kind, new=key if kind == "mobile" else value, client=client)
    )


def _remove(user: User, kind: Kind, client: Client) -> Step | None:
    """It counts at once, for there is nobody who could prove it; the old address can undo it, as any change."""
    if kind == "mobile":
        raise InvalidInput({"mobile": ["A mobile number can be changed, not removed."]})
    if user.email is None:
        return Step({}, lambda held: _withdraw(held, kind))
    if user.mobile_key is None:
        raise InvalidInput({"email": ["An account needs a mobile number or an e-mail address that counts."]})
    number = user.mobile_key

    def then(held: User) -> None:
        _withdraw(held, kind)
        notify_old_contact(held, kind, new=number, client=client)

    return Step({"email": None, "email_key": None, "email_verified_at": None}, then)


def _once_proven(user: User, kind: Kind, value: str, key: str, client: Client) -> Step:
    """The new one waits; a proof is sent there. What another has proven is theirs.

    One user has as many messages an hour as one address, or they would write to a thousand strangers through us.
    """
    address = Address(Identifier(kind, key), key if kind == "mobile" else value)
    if not is_sent(current_settings(), address.channel):
        raise InvalidInput({kind: ["This cannot be proven here: no message could be sent to it."]})
    taken = _is_proven(kind, key, but=user.uuid)
    if taken and settings.registration_answer == "public":
        raise MobileTaken if kind == "mobile" else EmailTaken
    use = count_use(f"changes of {user.uuid}", most=settings.messages_per_hour, window=_HOUR)
    if not use:
        raise too_soon(use)
    may_send = may_send_to(address)
    if not may_send and settings.registration_answer == "public":  # else it would tell who was written to just now
        raise too_soon(may_send)
    locale = choose_locale(user.locale, client.languages, default=settings.locale)

    def then(held: User) -> None:
        set_pending(held.uuid, kind, value=value, key=key)
        if may_send and not taken:  # else the answer is the same, and whoever reads there is left in peace
            send_proof(held, PURPOSES[kind], address, locale=locale)

    return Step({}, then)


def _withdraw(user: User, kind: Kind) -> None:
    if drop_pending(user.uuid, kind):
        end_proof(user.uuid, PURPOSES[kind])


def _reaches_the_same(kind: Kind, present: str, value: str) -> bool:
    """Whether two writings of one normal form reach one mailbox, as far as we know: but for the case of letters.

    The normal form forgives more, so that nobody passes for another. What is sent to ``ａda@…`` may reach nobody, and
    so nobody would read our next notice.
    """
    return kind == "mobile" or not settings.change_proof or present.lower() == value.lower()


def _is_proven(kind: Kind, key: str, *, but: str) -> bool:
    """Whether somebody else has proven it; the index decides in the end (claim.py)."""
    if kind == "mobile":
        proven = (User.mobile_key == key, User.mobile_verified_at.is_not(None))
    else:
        proven = (User.email_key == key, User.email_verified_at.is_not(None))
    return bool(read_all(select(User.uuid).where(*proven, User.uuid != but)))
