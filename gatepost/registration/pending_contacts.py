"""The addresses of a registration wait until they are proven; the first of them is sent a code."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sqlalchemy import select

from gatepost.caller import Client
from gatepost.database import read_all
from gatepost.errors import EmailTaken, InvalidInput, MobileTaken, Refusal, UsernameTaken
from gatepost.messaging.put_message import choose_locale
from gatepost.messaging.senders import is_sent
from gatepost.one_time_codes.identifier import Identifier
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.send_code import Address, may_send_to, send_proof
from gatepost.settings import current_settings, settings
from gatepost.users.models import User
from gatepost.users.pending import Kind, set_pending


class Written(NamedTuple):
    """An address as it was given, and its normal form."""

    kind: Kind
    value: str
    key: str


def let_wait(addresses: Sequence[Written], *, client: Client) -> Callable[[User], None]:
    """What is to be done in the transaction that adds the user: let *addresses* wait, and send the first a code.

    Ask :func:`find_taken` first. A code that would follow too soon on another is not sent: it can be asked for.
    Raises InvalidInput.
    """
    to = _address(first_that_is_sent(addresses))
    may_send = may_send_to(to)

    def then(user: User) -> None:
        for address in addresses:
            set_pending(user.uuid, address.kind, value=address.value, key=address.key)
        if may_send:
            locale = choose_locale(user.locale, client.languages, default=settings.locale)
            send_proof(user, Purpose.ACTIVATION, to, locale=locale)

    return then


class Taken(NamedTuple):
    """What of a registration is another's."""

    username: bool
    addresses: frozenset[Written]

    @property
    def refusal(self) -> Refusal | None:
        """What whoever registers is told, unless the answer is private."""
        for kind, refusal in (("mobile", MobileTaken()), ("email", EmailTaken())):
            if any(address.kind == kind for address in self.addresses):
                return refusal
        return UsernameTaken() if self.username else None


def find_taken(username_key: str, addresses: Sequence[Written]) -> Taken:
    """As it looks at the moment; all are looked up, whichever is taken. The index decides.

    Where addresses have to be proven, one that nobody has proven is nobody's, and many may wait for it.
    """
    found = frozenset(address for address in addresses if _is_taken(address))
    return Taken(bool(read_all(select(User.uuid).where(User.username_key == username_key))), found)


def first_that_is_sent(addresses: Sequence[Written]) -> Written:
    """The first that our messages get to. Without one nobody could ever prove them: raises InvalidInput."""
    for written in addresses:
        if is_sent(current_settings(), _address(written).channel):
            return written
    other = "email" if addresses[0].kind == "mobile" else "mobile"
    raise InvalidInput({other: ["This is needed here: it is where the code is sent."]})


def _address(written: Written) -> Address:
    to = written.key if written.kind == "mobile" else written.value
    return Address(Identifier(written.kind, written.key), to)


def _is_taken(address: Written) -> bool:
    mobile = address.kind == "mobile"
    key, verified_at = (
        (User.mobile_key, User.mobile_verified_at) if mobile else (User.email_key, User.email_verified_at)
    )
    proven = (verified_at.is_not(None),) if settings.activation == "code" else ()
    return bool(read_all(select(User.uuid).where(key == address.key, *proven)))
