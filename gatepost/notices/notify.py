"""Notices to users about their accounts, sent to the contacts that also recover an account.

These are the verified contacts or, if none is verified, those that count (one_time_codes/recipients.py). So a notice
reaches nobody who could not have recovered the account anyway.
"""

from datetime import datetime, timedelta
from typing import Any

from gatepost import clock
from gatepost.messaging.message import Channel
from gatepost.messaging.put_message import choose_locale, put_message
from gatepost.settings import settings
from gatepost.users.models import User

_LIFETIME = timedelta(days=3)  # an older notice would only confuse


def notify(user: User, name: str, *, languages: str = "", everywhere: bool = False, **values: Any) -> None:
    """Put the notice *name* into the outbox, in the user's language, otherwise in one of *languages*.

    It goes to the e-mail address, otherwise to the mobile number; *everywhere*: both (NIST SP 800-63B-4 section 4.6).
    """
    addresses = _addresses(user)
    for channel, to in addresses if everywhere else addresses[:1]:
        put_message(
            name,
            channel=channel,
            to=to,
            locale=choose_locale(user.locale, languages, default=settings.locale),
            values={"username": user.username, "at": _time_for_people(), **values},
            user_uuid=user.uuid,
            lifetime=_LIFETIME,
        )


def _time_for_people() -> str:
    """The current time in UTC, readable in any country."""
    return clock.now().strftime("%Y-%m-%d %H:%M UTC")


def _addresses(user: User) -> list[tuple[Channel, str]]:
    """The e-mail address first, because an SMS costs money and may be read on a locked screen."""
    found: list[tuple[datetime | None, Channel, str]] = []
    if user.email is not None and user.email_key is not None:
        found.append((user.email_verified_at, "email", user.email))
    if user.mobile_key is not None:
        found.append((user.mobile_verified_at, "sms", user.mobile_key))
    verified = [each for each in found if each[0] is not None]
    return [(channel, to) for _, channel, to in verified or found]
