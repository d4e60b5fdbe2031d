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


class NotDelivered(Exception):
    """It was not accepted. *reason* is short and names no address and no secret; *permanent*: it never will be."""

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.permanent = permanent
