"""Examination of the senders of messages."""

from collections.abc import Iterator

from gatepost.doctor.finding import Finding
from gatepost.messaging.message import CHANNELS
from gatepost.messaging.senders import is_sent
from gatepost.settings import Settings


def examine_senders(settings: Settings) -> Iterator[Finding]:
    """The finding that activation needs a code, and no sender is configured: then nobody can activate an account."""
    if settings.activation == "code" and not any(is_sent(settings, channel) for channel in CHANNELS):
        yield Finding(
            "GATEPOST_ACTIVATION",
            "accounts become active by a code, but nothing that sends codes is set up.",
            "Set GATEPOST_SMTP_URL for e-mail, or GATEPOST_SMS_GATEWAY_URL for SMS; gatepost send-test tries them. "
            "Or set GATEPOST_ACTIVATION=mobile to activate by the mobile number alone.",
        )
