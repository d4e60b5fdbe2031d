"""Send a user a code, and by e-mail a link."""

from datetime import timedelta
from typing import Any

from gatepost.contacts.address import Address
from gatepost.messaging.countries import may_get_sms
from gatepost.messaging.put_message import link, locale_of, put_message
from gatepost.messaging.senders import is_sent
from gatepost.one_time_codes.purposes import Purpose, link_lifetime
from gatepost.one_time_codes.store import issue_proof
from gatepost.settings import current_settings, settings
from gatepost.throttling.count_sms import count_answered, count_sms
from gatepost.throttling.count_use import Use, count_use
from gatepost.users.models import User

_HOUR = timedelta(hours=1)


def may_send_to(address: Address) -> Use:
    """Count a proof for *address*, before any transaction. Refused just after another one, and after many this hour.

    A code by SMS is counted for its country, too (throttling/count_sms.py).
    """
    use = may_write_to(address)
    return count_sms(address.country) if use and address.channel == "sms" else use


def may_write_to(address: Address) -> Use:
    """Count a message to *address* that nobody is asked to answer soon; the rest is as for a proof."""
    return count_use(
        f"proof to {address}", most=settings.messages_per_hour, window=_HOUR, apart=settings.message_interval
    )


def can_reach(address: Address) -> bool:
    """Whether messages to *address* are sent: there is a sender, and its country may get SMS."""
    chosen = current_settings()
    if not is_sent(chosen, address.channel):
        return False
    return address.channel != "sms" or may_get_sms(chosen, address.country)


def note_answered(address: Address) -> None:
    """A code for *address* came back, and the deed has committed."""
    if address.channel == "sms":
        count_answered(address.country)


def send_proof(user: User, purpose: Purpose, address: Address, *, message: str | None = None) -> None:
    """Issue a proof, which ends the one before, and put its message into the outbox.

    The *message* is that of the purpose, unless another one is named. Call :func:`may_send_to` first.
    """
    lifetime = link_lifetime(purpose) if address.channel == "email" else settings.code_lifetime
    issued = issue_proof(user_uuid=user.uuid, purpose=purpose, address=str(address), link_lifetime=lifetime)
    values: dict[str, Any] = {
        "username": user.username,
        "code": issued.code,
        "minutes": int(settings.code_lifetime.total_seconds() // 60),
    }
    if address.channel == "email":
        values["link"] = link(settings, purpose.message, issued.link)
    put_message(
        message or purpose.message,
        channel=address.channel,
        to=address.recipient,
        locale=locale_of(user),
        values=values,
        user_uuid=user.uuid,
        lifetime=lifetime,
    )
