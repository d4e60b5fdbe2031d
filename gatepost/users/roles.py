"""The tables of roles, and of the users who hold them.

``user_roles`` is the truth. ``users.roles`` is a copy of its names, so that the statement of each request needs no
further table: only users/write_roles.py writes either.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from gatepost.database import Ascii, Base
from gatepost.permissions import ADMINISTRATOR, BUILT_IN
from gatepost.users.models import User

ROLE_MAX = 20
ROLE_PATTERN = "^[a-z][a-z0-9-]{0,19}$"
MOST_ROLES = 10  # of one user, so that their names fit
DESCRIPTION_MAX = 200


class Role(Base):
    """A role. The rows of those that are built in are there to be locked and referred to; the code says what they may.

    *permissions* are their names, with blanks between.
    """

    __tablename__ = "roles"

    name: Mapped[str] = mapped_column(Ascii(ROLE_MAX), primary_key=True)
    description: Mapped[str] = mapped_column(String(DESCRIPTION_MAX))
    permissions: Mapped[str] = mapped_column(Text)


class UserRole(Base):
    """A user holds a role. A role that anyone holds cannot be deleted."""

    __tablename__ = "user_roles"
    __table_args__: Any = (Index(None, "role"), Base.__table_args__)

    user_uuid: Mapped[str] = mapped_column(ForeignKey(User.uuid, ondelete="CASCADE"), type_=Ascii(36), primary_key=True)
    role: Mapped[str] = mapped_column(ForeignKey(Role.name), type_=Ascii(ROLE_MAX), primary_key=True)


def built_in_rows() -> list[dict[str, str]]:
    """The rows that the migration puts there."""
    return [{"name": name, "description": "", "permissions": ""} for name in BUILT_IN]


def told_change(before: Iterable[str], after: Iterable[str]) -> str:
    """The words of the record about a change: ``+auditor -support`` were given and taken."""
    held, holds = set(before), set(after)
    return " ".join([f"+{name}" for name in in_order(holds - held)] + [f"-{name}" for name in in_order(held - holds)])


def in_order(names: Iterable[str]) -> list[str]:
    """Each of these roles once, ``administrator`` first: so the row of an administrator begins with it."""
    return sorted(set(names), key=lambda name: (name != ADMINISTRATOR, name))
