"""Whether a user can log in without a message: by a password, or by what another room has.

Such a room, which is above this one, registers its way in by :func:`way_in`.
"""

from collections.abc import Callable

from gatepost.users.models import User

Has = Callable[[str], bool]
_WAYS: list[Has] = []


def way_in(has: Has) -> None:
    """Register a way in: *has* tells whether this user has it, in the present transaction."""
    _WAYS.append(has)


def has_own_way_in(user: User) -> bool:
    """Whether *user* can log in without a message. The caller has locked the row."""
    return user.has_password or any(has(user.uuid) for has in _WAYS)
