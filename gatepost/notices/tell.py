"""Tell a user something, on the address that they are surest to read."""

from datetime import timedelta
from typing import Any

from gatepost import clock
from gatepost.messaging.message import Channel
from gatepost.messaging.outbox import put
from gatepost.messaging.words.locales import choose_locale
from gatepost.settings import settings
from gatepost.users.models import User

_LIFETIME = timedelta(days=3)  # a notice that is older than this would only puzzle


def tell(user: User, name: str, *, languages: str = "", **values: Any) -> None:
    """Put the notice *name* into the outbox, in the user's language, else in one of *languages*. The caller commits.

    It goes to the e-mail address if there is one that counts, else to the mobile number; nowhere if there is neither.
    """
    for channel, to in _addresses(user):
        put(
            name,
            channel=channel,
            to=to,
            locale=choose_locale(user.locale, languages, default=settings.locale),
            values={"username": user.username, "at": said(), **values},
            user_uuid=user.uuid,
            lifetime=_LIFETIME,
        )
        return


def said() -> str:
    """The present moment, for people of any country."""
    return clock.now().strftime("%Y-%m-%d %H:%M UTC")


def _addresses(user: User) -> list[tuple[Channel, str]]:
    """Where this user reads, the proven ones first."""
    found: list[tuple[bool, Channel, str]] = []
    if user.email is not None and user.email_key is not None:
        found.append((user.email_verified_at is None, "email", user.email))
    if user.mobile_key is not None:
        found.append((user.mobile_verified_at is None, "sms", user.mobile_key))
    return [(channel, to) for _unproven, channel, to in sorted(found, key=lambda each: each[0])]
