"""gatepost send-test"""

import re
import sys

import click

from gatepost.contacts.phone_numbers import dialled
from gatepost.crypto import random_uuid
from gatepost.environment import load_settings
from gatepost.errors import ForPrograms, InvalidInput
from gatepost.messaging.message import Channel, Message
from gatepost.messaging.senders import sender_for
from gatepost.messaging.templates.check_templates import check_templates
from gatepost.messaging.templates.render import render
from gatepost.outbox.kinds import NotDelivered
from gatepost.settings import BadSettings
from gatepost.text import trimmed

_MISSING = {
    "email": "No sender for e-mail is set up. Set GATEPOST_SMTP_URL.",
    "sms": "No sender for SMS is set up. Set GATEPOST_SMS_GATEWAY_URL, or GATEPOST_TWILIO_ACCOUNT_SID and its fellows.",
}


@click.command("send-test")
@click.option("--to", required=True, help="An e-mail address, or a mobile number with + and country code.")
@click.option("--locale", help="Language of the message, such as de (GATEPOST_LOCALE).")
def send_test(to: str, locale: str | None) -> None:
    """Send a test message, and say whether it was taken."""
    settings = load_settings()
    check_templates(settings)
    channel: Channel = "email" if "@" in to else "sms"
    sender = sender_for(settings, channel)
    if sender is None:
        raise BadSettings(_MISSING[channel])
    words = render("test", channel=channel, locale=locale or settings.locale, values={}, settings=settings)
    address = trimmed(to) if channel == "email" else _number(to)
    try:
        sender.send(Message(random_uuid(), channel, address, words.subject, words.text, words.html))
    except NotDelivered as error:
        again = " Trying again will not help." if error.permanent else ""
        click.echo(f"gatepost: Not sent. Asked {sender.server}: {error}.{again}", err=True)
        sys.exit(1)
    click.echo(f"Sent: {sender.server} has taken it. Look whether it arrives.")


def _number(to: str) -> str:
    if not re.fullmatch(r"\+?[0-9]{3,20}", number := dialled(to)):
        raise InvalidInput({"to": [ForPrograms("This is neither an e-mail address nor a phone number.")]})
    return number
