"""Messages to send, and what is said of those that do not arrive."""

from dataclasses import replace
from typing import Any

import pytest

from gatepost.messaging.message import Message
from gatepost.messaging.senders import Sender
from gatepost.outbox.kinds import NotDelivered

ID = "0a1b2c3d-0000-4000-8000-000000000000"
EMAIL = Message(ID, "email", "ada@example.org", "Your code", "It is 123456.\n", "<p>It is <b>123456</b>.</p>\n")
SMS = Message(ID, "sms", "+8801712345678", "", "Your code is 123456.", None)


def email(**chosen: Any) -> Message:
    return replace(EMAIL, **chosen)


def sms(**chosen: Any) -> Message:
    return replace(SMS, **chosen)


def refusal(sender: Sender, message: Message) -> NotDelivered:
    """Why *sender* does not deliver *message*. Nothing of the message stands in it, and it fits the outbox."""
    with pytest.raises(NotDelivered) as caught:
        sender.send(message)
    said = str(caught.value)
    for secret in (message.to, message.to.removeprefix("+"), "123456", "hush"):
        assert secret not in said
    assert 0 < len(said) <= 200
    return caught.value
