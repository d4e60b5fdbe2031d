"""Senders: an SMTP server, a gateway for SMS, or Twilio."""

from functools import lru_cache
from typing import Protocol

from gatepost.messaging.message import Channel, Message
from gatepost.messaging.senders.gateway import GatewaySender
from gatepost.messaging.senders.smtp import SmtpSender
from gatepost.messaging.senders.twilio import TwilioSender
from gatepost.server_addresses import mail_sender, smtp_server
from gatepost.settings import Settings


class Sender(Protocol):
    """Sends messages of one channel by one server. It is thread-safe and may be kept."""

    server: str  # for people, without secrets

    def send(self, message: Message) -> None:
        """Return once the server has accepted *message*. Raises NotDelivered."""


def sender_for(settings: Settings, channel: Channel) -> Sender | None:
    """The sender of this channel; None if none is configured."""
    if channel == "email":
        return _smtp(settings)
    if settings.sms_gateway_url:
        return GatewaySender(settings.sms_gateway_url, settings.sms_gateway_secret, settings.sender_timeout)
    if settings.twilio_account_sid and settings.twilio_from:
        return TwilioSender(
            settings.twilio_url,
            account=settings.twilio_account_sid,
            token=settings.twilio_auth_token,
            sender=settings.twilio_from,
            timeout=settings.sender_timeout,
        )
    return None


@lru_cache(maxsize=16)
def is_sent(settings: Settings, channel: Channel) -> bool:
    """Whether messages of this channel are sent by a server, or shown in the development inbox."""
    return settings.dev_inbox or sender_for(settings, channel) is not None


def _smtp(settings: Settings) -> SmtpSender | None:
    if settings.smtp_url is None:
        return None
    sender = mail_sender(settings.smtp_url, settings.mail_from)
    return SmtpSender(smtp_server(settings.smtp_url), sender, settings.sender_timeout) if sender else None
