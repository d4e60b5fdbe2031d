"""The kinds of contacts. All that differs between a mobile number and an e-mail address is said here, once."""

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
    taken: type[Refusal]  # when it is another's
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
"""The e-mail address first, for a message by SMS costs and may be read on a locked screen."""
