"""The addresses of a registration wait until they are proven; the first of them is sent a code."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sqlalchemy import select

from gatepost.caller import Client
from gatepost.database import read_all
from gatepost.errors import EmailTaken, InvalidInput, MobileTaken, UsernameTaken
from gatepost.messaging.senders import is_sent
from gatepost.messaging.words.locales import choose_locale
from gatepost.proofs.identifier import Identifier
from gatepost.proofs.purposes import Purpose
from gatepost.proofs.send import Address, may_send_to, send_proof
from gatepost.settings import current_settings, settings
from gatepost.users.models import User, find_by_username
from gatepost.users.pending import Kind, set_pending


class Written(NamedTuple):
    """An address as it was given, and its normal form."""

    kind: Kind
    value: str
    key: str


def let_wait(username: str, addresses: Sequence[Written], *, client: Client) -> Callable[[User], None]:
    """What is to be done in the transaction that adds the user: let *addresses* wait, and send the first a code.

    An address that somebody has proven is theirs; one that nobody has proven is nobody's, and many may wait for it.
    A code that would follow too soon on another is not sent: it can be asked for.

    Raises InvalidInput, UsernameTaken, MobileTaken, EmailTaken.
    """
    for address in addresses:
        _refuse_proven(address)
    if find_by_username(username) is not None:  # the index decides; but no message shall count that is not sent
        raise UsernameTaken
    to = _first(addresses)
    may_send = may_send_to(to)

    def then(user: User) -> None:
        for address in addresses:
            set_pending(user.uuid, address.kind, value=address.value, key=address.key)
        if may_send:
            locale = choose_locale(user.locale, client.languages, default=settings.locale)
            send_proof(user, Purpose.ACTIVATION, to, locale=locale)

    return then


def _first(addresses: Sequence[Written]) -> Address:
    """The first that our messages get to. Without one nobody could ever prove them: raises InvalidInput."""
    for kind, value, key in addresses:
        address = Address(Identifier(kind, key), key if kind == "mobile" else value)
        if is_sent(current_settings(), address.channel):
            return address
    other = "email" if addresses[0].kind == "mobile" else "mobile"
    raise InvalidInput({other: ["This is needed here: it is where the code is sent."]})


def _refuse_proven(address: Written) -> None:
    """This only spares a message: who proves an address that is proven is told so then (addresses/claim.py)."""
    if address.kind == "mobile":
        proven = (User.mobile_key == address.key, User.mobile_verified_at.is_not(None))
    else:
        proven = (User.email_key == address.key, User.email_verified_at.is_not(None))
    if read_all(select(User.uuid).where(*proven)):
        raise MobileTaken if address.kind == "mobile" else EmailTaken
