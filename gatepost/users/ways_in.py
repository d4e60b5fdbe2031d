"""The ways in beside the password and codes in messages: the interface for the rooms that have them.

Such a room defines its way by :func:`way_in`. So no deed that ends all of a stranger's ways has to know the rooms, and
none that takes one away leaves a user without any.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from gatepost.messaging.senders import is_sent
from gatepost.settings import current_settings
from gatepost.users.models import User


class Drop(Protocol):
    def __call__(self, user_uuid: str, *, since: datetime | None) -> None: ...


@dataclass(frozen=True, slots=True)
class WayIn:
    """*is_open*: whether a user can log in by it now. *drop* removes what a user has, or what was added *since* then.

    Both are called in a transaction that has locked the user's row; neither commits.
    """

    is_open: Callable[[str], bool]
    drop: Drop


WAYS_IN: dict[str, WayIn] = {}


def way_in(name: str, *, is_open: Callable[[str], bool], drop: Drop) -> None:
    """Define a way in."""
    WAYS_IN[name] = WayIn(is_open, drop)


def has_own_way_in(user: User) -> bool:
    """Whether *user* can log in without a message: by a password or another way. The caller has locked the row."""
    return user.has_password or any(way.is_open(user.uuid) for way in WAYS_IN.values())


def is_reachable(user: User) -> bool:
    """Whether a message reaches *user* at a contact that they have verified."""
    settings = current_settings()
    verified = [each for each in user.contacts if each.verified_at is not None]
    return any(each.address and is_sent(settings, each.address.channel) for each in verified)


def has_way_in(user: User) -> bool:
    """Whether a password, a code to a verified address or another way lets *user* in. The caller has locked the row.

    Without codes to log in, a verified address is enough to choose a password, too (POST /user/forgot-password).
    """
    return is_reachable(user) or has_own_way_in(user)


def drop_ways_in(user_uuid: str, *, since: datetime | None = None) -> None:
    """Remove what a stranger may have added, whatever way it is: all of it, or what was added *since* then."""
    for way in WAYS_IN.values():
        way.drop(user_uuid, since=since)
