"""What goes out, and what a sender says when it did not."""

from dataclasses import dataclass
from typing import Literal

Channel = Literal["email", "sms"]
CHANNELS: tuple[Channel, ...] = ("email", "sms")


@dataclass(frozen=True, slots=True)
class Message:
    """Ready words for one address. The id is the same at every attempt, so that who gets it twice can tell."""

    id: str
    channel: Channel
    to: str
    subject: str
    text: str
    html: str | None
