"""A message that is ready to send, and masked addresses for display."""

from dataclasses import dataclass
from typing import Literal

Channel = Literal["email", "sms"]
CHANNELS: tuple[Channel, ...] = ("email", "sms")


@dataclass(frozen=True, slots=True)
class Message:
    """Rendered text for one address. The id is the same at every attempt, so that recipients recognize a duplicate."""

    id: str
    channel: Channel
    to: str
    subject: str
    text: str
    html: str | None


def mask_address(address: str) -> str:
    """Such as ``a…@example.org`` and ``+880…07``: the owner recognizes it, others cannot write to it."""
    name, at, domain = address.rpartition("@")
    if at:
        return f"{name[:1]}…@{domain}"
    return f"{address[:4]}…{address[-2:]}" if len(address) > 6 else "…" * bool(address)  # noqa: PLR2004
