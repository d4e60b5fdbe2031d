"""A mobile number or an e-mail address as plain data."""

from dataclasses import dataclass

from gatepost.contacts.kinds import KINDS, Kind
from gatepost.messaging.message import Channel


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
        """Where messages go: as it is dialled, or as the mailbox was written; never as somebody typed it just now."""
        return self.key if KINDS[self.kind].sent_to_normal_form else self.value

    def __str__(self) -> str:
        """Such as ``mobile:+8801700000000``: the form to which a code is bound."""
        return f"{self.kind}:{self.key}"


def parse_address(kind: Kind, value: str) -> Address:
    """The address that is written so. Raises InvalidInput under the name of its kind."""
    return Address(kind, value, KINDS[kind].normal_form(value))
