"""Mobile numbers and e-mail addresses as plain data. All that differs between the kinds is said here, once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from gatepost.contacts.normal_forms import email_key, mobile_key
from gatepost.errors import EmailTaken, MobileTaken, Refusal
from gatepost.messaging.message import Channel

Kind = Literal["mobile", "email"]


@dataclass(frozen=True, slots=True)
class ContactKind:
    """The properties that all contacts of one kind share."""

    name: Kind
    channel: Channel
    normal_form: Callable[[str], str]  # raises InvalidInput
    taken: type[Refusal]  # raised if another account has it
    change_purpose: Literal["change_mobile", "change_email"]  # of the code that verifies a new one
    sent_to_normal_form: bool  # messages go to the normal form; otherwise to the value as it was written
    removable: bool
    shown_uncounted: bool  # the founding document shows each user's mobile number, whether or not it counts


KINDS: dict[Kind, ContactKind] = {
    "mobile": ContactKind(
        name="mobile",
        channel="sms",
        normal_form=mobile_key,
        taken=MobileTaken,
        change_purpose="change_mobile",
        sent_to_normal_form=True,
        removable=False,
        shown_uncounted=True,
    ),
    "email": ContactKind(
        name="email",
        channel="email",
        normal_form=email_key,
        taken=EmailTaken,
        change_purpose="change_email",
        sent_to_normal_form=False,
        removable=True,
        shown_uncounted=False,
    ),
}
WRITTEN_TO_FIRST: tuple[Kind, ...] = ("email", "mobile")
"""The e-mail address first, because a message by SMS costs and may be read on a locked screen."""


@dataclass(frozen=True, slots=True)
class Address:
    """Its *value* is as it was written, its *key* is its normal form."""

    kind: Kind
    value: str
    key: str

    @property
    def channel(self) -> Channel:
        return KINDS[self.kind].channel

    @property
    def recipient(self) -> str:
        """The recipient of messages: a number as it is dialled, a mailbox as it was written."""
        return self.key if KINDS[self.kind].sent_to_normal_form else self.value

    def __str__(self) -> str:
        """Such as ``mobile:+8801700000000``: the form to which a code is bound."""
        return f"{self.kind}:{self.key}"


def parse_address(kind: Kind, value: str) -> Address:
    """Parse *value* as an address of this *kind*. Raises InvalidInput under the name of the kind."""
    return Address(kind, value, KINDS[kind].normal_form(value))
