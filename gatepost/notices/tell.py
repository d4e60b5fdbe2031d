"""Tell a user something, where they are surest to read it.

That is where they would get back in, too (proofs/recipients.py): at what is proven, or, if nothing of the account is,
at what counts. So a notice tells nobody of an account who could not have taken it over.
"""

from datetime import datetime, timedelta
from typing import Any

from gatepost import clock
from gatepost.messaging.message import Channel
from gatepost.messaging.put_message import put_message
from gatepost.messaging.templates.locales import choose_locale
from gatepost.settings import settings
from gatepost.users.models import User

_LIFETIME = timedelta(days=3)  # a notice that is older than this would only puzzle


def tell(user: User, name: str, *, languages: str = "", everywhere: bool = False, **values: Any) -> None:
    """Put the notice *name* into the outbox, in the user's language, else in one of *languages*. The caller commits.

    It goes to the e-mail address, else to the mobile number; *everywhere*: to both (NIST SP 800-63B-4 section 4.6).
    """
    addresses = _addresses(user)
    for channel, to in addresses if everywhere else addresses[:1]:
        put_message(
            name,
            channel=channel,
            to=to,
            locale=choose_locale(user.locale, languages, default=settings.locale),
            values={"username": user.username, "at": said(), **values},
            user_uuid=user.uuid,
            lifetime=_LIFETIME,
        )


def said() -> str:
    """The present moment, for people of any country."""
    return clock.now().strftime("%Y-%m-%d %H:%M UTC")


def _addresses(user: User) -> list[tuple[Channel, str]]:
    """The e-mail address first, for a message by SMS costs and may be read on a locked screen."""
    found: list[tuple[datetime | None, Channel, str]] = []
    if user.email is not None and user.email_key is not None:
        found.append((user.email_verified_at, "email", user.email))
    if user.mobile_key is not None:
        found.append((user.mobile_verified_at, "sms", user.mobile_key))
    proven = [each for each in found if each[0] is not None]
    return [(channel, to) for _, channel, to in proven or found]
