"""Notices to users about their accounts, sent to the contacts that also recover an account.

These are the verified contacts or, if none is verified, those that count (contacts/models.py). So a notice
reaches nobody who could not have recovered the account anyway.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from gatepost import clock
from gatepost.messaging.put_message import locale_of, put_message
from gatepost.users.models import User

_LIFETIME = timedelta(days=3)  # an older notice would only confuse


def notify(
    user: User, name: str, *, everywhere: bool = False, undo: Mapping[str, Any] | None = None, **values: Any
) -> None:
    """Put the notice *name* into the outbox, in the user's language.

    It goes to the e-mail address, otherwise to the mobile number; *everywhere*: both (NIST SP 800-63B-4 section 4.6).
    *undo* are the values of a message with a link that undoes the change. An address that nobody has proven gets the
    message without the link, because it may be a stranger's that somebody mistyped.
    """
    for address in user.addresses if everywhere else user.addresses[:1]:
        links = {} if undo is None else {**undo, "link": undo["link"] if user.has_verified(address) else ""}
        put_message(
            name,
            channel=address.channel,
            to=address.recipient,
            locale=locale_of(user),
            values={"username": user.username, "at": time_for_people(clock.now()), **values, **links},
            user_uuid=user.uuid,
            lifetime=_LIFETIME,
        )


def time_for_people(moment: datetime) -> str:
    """*moment* in UTC, readable in any country."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
