"""Which users have to have a second factor (SECOND_FACTOR), and which have one.

A user's row counts the factors that are due at each log-in. Another kind takes their place where settings ask for a
factor: passkeys. Its room, which is above this one, registers it by :func:`in_place_of_factor`.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from gatepost.database import AnySelect, db, read_all
from gatepost.permissions import ADMINISTRATOR
from gatepost.settings import current_settings

Find: TypeAlias = "Callable[[str], AnySelect | None]"
_IN_PLACE: list[Find] = []


def in_place_of_factor(find: Find) -> None:
    """Register a kind: *find* selects those of a user by which they can log in; None where the kind is not offered."""
    _IN_PLACE.append(find)


def must_have_factor(roles: str) -> bool:
    """Whether users of these *roles* need a second factor."""
    asked = current_settings().second_factor
    return asked == "required" or (asked == "administrators" and ADMINISTRATOR in roles.split())


def is_enrolled(user_uuid: str, *, roles: str, factors: int, committed: bool = False) -> bool:
    """Whether this user, with so many counted factors, has one that is due at a log-in by one proof.

    The kinds that take the place of a factor are read in the present transaction; *committed*: as they were committed,
    where no transaction is open.
    """
    if factors or not must_have_factor(roles):
        return bool(factors)
    read = read_all if committed else _read_in_transaction
    return any(read(each) for each in _selected(user_uuid))


def must_enrol(user_uuid: str, *, roles: str, factors: int, amr: Sequence[str], committed: bool = False) -> bool:
    """Whether this user, in a session with these methods, may do nothing before enrolling a factor.

    In a session that began with two factors, such as by a passkey, they need not. *committed* is as above.
    """
    if "mfa" in amr or not must_have_factor(roles):
        return False
    return not is_enrolled(user_uuid, roles=roles, factors=factors, committed=committed)


def _read_in_transaction(statement: AnySelect) -> Sequence[Any]:
    return db.session.connection().execute(statement).all()


def _selected(user_uuid: str) -> list[AnySelect]:
    return [found for find in _IN_PLACE if (found := find(user_uuid)) is not None]
