"""Change a mobile number or e-mail address: at once, or once its new one is proven (CHANGE_PROOF).

The old address is told of it, and can have it undone (undo.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from gatepost.addresses.undo import tell_old_address
from gatepost.caller import Client
from gatepost.database import read_all
from gatepost.errors import EmailTaken, InvalidInput, MobileTaken
from gatepost.messaging.words.locales import choose_locale
from gatepost.proofs.identifier import Identifier
from gatepost.proofs.purposes import Purpose
from gatepost.proofs.send import Address, may_send_to, send_proof, too_soon
from gatepost.settings import settings
from gatepost.users.identifiers import email_key, mobile_key
from gatepost.users.models import User
from gatepost.users.pending import Kind, drop_pending, set_pending

PURPOSES: dict[Kind, Purpose] = {"mobile": Purpose.CHANGE_MOBILE, "email": Purpose.CHANGE_EMAIL}


@dataclass(frozen=True, slots=True)
class Step:
    """What a change comes to: *values* for the user's row, and what else is done in the same transaction."""

    values: dict[str, Any]
    then: Callable[[], None]


def work_out(user: User, kind: Kind, value: str | None, *, client: Client) -> Step | None:
    """How to change the address of this *kind* to *value*; None if it is as it is. Nothing is written yet.

    Naming the present one again withdraws another that waits. Raises InvalidInput, TooManyRequests, MobileTaken,
    EmailTaken.
    """
    present, present_key = (user.mobile, user.mobile_key) if kind == "mobile" else (user.email, user.email_key)
    if value is None:
        return _remove(user, kind, client)
    key = mobile_key(value) if kind == "mobile" else email_key(value)
    if key == present_key:
        return Step({} if value == present else {kind: value}, lambda: _withdraw(user, kind))
    if settings.change_proof:
        return _once_proven(user, kind, value, key, client)
    values = {kind: value, f"{kind}_key": key, f"{kind}_verified_at": None}
    return Step(values, lambda: tell_old_address(user, kind, new=key if kind == "mobile" else value, client=client))


def _remove(user: User, kind: Kind, client: Client) -> Step | None:
    """It counts at once, for there is nobody who could prove it; the old address can undo it, as any change."""
    if kind == "mobile":
        raise InvalidInput({"mobile": ["A mobile number can be changed, not removed."]})
    if user.email is None:
        return Step({}, lambda: _withdraw(user, kind))
    if user.mobile_key is None:
        raise InvalidInput({"email": ["An account needs a mobile number or an e-mail address that counts."]})
    number = user.mobile_key

    def then() -> None:
        _withdraw(user, kind)
        tell_old_address(user, kind, new=number, client=client)

    return Step({"email": None, "email_key": None, "email_verified_at": None}, then)


def _once_proven(user: User, kind: Kind, value: str, key: str, client: Client) -> Step:
    """The new one waits; a proof is sent there. What another has proven is theirs."""
    address = Address(Identifier(kind, key), key if kind == "mobile" else value)
    taken = _is_proven(kind, key)
    if taken and settings.registration_answer == "public":
        raise MobileTaken if kind == "mobile" else EmailTaken
    if not may_send_to(address):
        raise too_soon()
    locale = choose_locale(user.locale, client.languages, default=settings.locale)

    def then() -> None:
        set_pending(user.uuid, kind, value=value, key=key)
        if not taken:  # else the answer is the same, and whoever reads there is left in peace
            send_proof(user, PURPOSES[kind], address, locale=locale)

    return Step({}, then)


def _withdraw(user: User, kind: Kind) -> None:
    drop_pending(user.uuid, kind)


def _is_proven(kind: Kind, key: str) -> bool:
    """Whether somebody has proven it; the index decides in the end (claim.py)."""
    if kind == "mobile":
        return bool(read_all(select(User.uuid).where(User.mobile_key == key, User.mobile_verified_at.is_not(None))))
    return bool(read_all(select(User.uuid).where(User.email_key == key, User.email_verified_at.is_not(None))))
