"""Mobile numbers and e-mail addresses as plain data. All that differs between the kinds is said here, once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from gatepost.contacts.normal_forms import email_forms, email_key
from gatepost.contacts.phone_numbers import mobile_forms, mobile_key
from gatepost.contacts.renumbering import all_forms, present_form
from gatepost.errors import EmailTaken, MobileTaken, Refusal
from gatepost.messaging.countries import UNKNOWN, country_of
from gatepost.messaging.message import Channel
from gatepost.text import trimmed

Kind = Literal["mobile", "email"]


@dataclass(frozen=True, slots=True)
class ContactKind:
    """The properties that all contacts of one kind share."""

    name: Kind
    channel: Channel
    normal_form: Callable[[str], str]  # of a new one; raises InvalidInput
    stored_forms: Callable[[str], tuple[str, ...]]  # in which a known one may be stored; raises InvalidInput
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
        stored_forms=mobile_forms,
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
        stored_forms=email_forms,
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
        """The recipient of messages: a number as it is dialled now, a mailbox as it was written."""
        return self.present_key if KINDS[self.kind].sent_to_normal_form else self.value

    @property
    def keys(self) -> tuple[str, ...]:
        """The normal forms of this address: the present one, and those in which it may have been stored before."""
        return all_forms(self.key)

    @property
    def present_key(self) -> str:
        """The normal form in which this address is written from now on."""
        return present_form(self.key)

    @property
    def country(self) -> str:
        """The country of a number, also of a stand-in for one, whose key is none. A mailbox has none."""
        if self.channel != "sms":
            return UNKNOWN
        return country_of(self.present_key if self.key.startswith("+") else KINDS[self.kind].normal_form(self.value))

    def __str__(self) -> str:
        """Such as ``mobile:+8801700000000``: the form to which a code is bound."""
        return f"{self.kind}:{self.key}"


def parse_address(kind: Kind, value: str) -> Address:
    """Parse *value* as a new address of this *kind*. Raises InvalidInput under the name of the kind.

    A mailbox is stored without the blanks around it, because messages go there; a number is shown as it was written.
    """
    key, to_normal_form = KINDS[kind].normal_form(value), KINDS[kind].sent_to_normal_form
    return Address(kind, value if to_normal_form else trimmed(value), key)
