"""Send a message of the outbox: render it in its language, and pass it to the sender of its channel."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from gatepost.messaging.countries import country_of, may_get_sms
from gatepost.messaging.message import CHANNELS, Channel, Message
from gatepost.messaging.senders import Sender, sender_for
from gatepost.messaging.templates.render import render
from gatepost.outbox.kinds import Kind, NotDelivered
from gatepost.settings import Settings, current_settings, settings


def send_message(
    name: str, content: dict[str, Any], *, identifier: str, finish: Callable[[], bool], channel: Channel
) -> None:
    """Return once a server has accepted the message, or if only the development inbox shows it. Raises NotDelivered.

    SMS to a country that gets none is refused here, whatever it says and whoever put it in.
    """
    sender = _sender(current_settings(), channel)
    if channel == "sms" and not may_get_sms(current_settings(), country_of(content["to"])):
        raise NotDelivered("its country gets no SMS (GATEPOST_SMS_COUNTRIES)", permanent=True)
    if sender is not None:
        words = render(name, channel=channel, locale=content["locale"], values=content["values"])
        sender.send(Message(identifier, channel, content["to"], words.subject, words.text, words.html))
    elif not settings.dev_inbox:
        raise NotDelivered(f"no sender for {channel} is set up")


@lru_cache(maxsize=8)
def _sender(settings: Settings, channel: Channel) -> Sender | None:
    """Cached, because a sender reads the certificates that this machine trusts."""
    return sender_for(settings, channel)


MESSAGES = tuple(Kind(channel, partial(send_message, channel=channel)) for channel in CHANNELS)
