"""The table of the founding document's application: how it is known, how far its adoption is, and its rows.

It is ``users`` before an adoption, ``users_being_adopted`` on the way, and ``users_before_gatepost`` afterwards. The
name tells how far a run came that was killed: MariaDB and MySQL cannot undo the change of a table.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, Inspector, column, inspect, select, table

from gatepost.settings import BadSettings

ORIGINAL, ON_THE_WAY, KEPT = "users", "users_being_adopted", "users_before_gatepost"
HISTORY, KEPT_HISTORY = "alembic_version", "alembic_version_before_gatepost"
NEEDED = frozenset({"uuid", "username", "mobile", "password", "status"})
COLUMNS = ("uuid", "username", "mobile", "email", "password", "gender", "status", "created")
_ALL = frozenset({*COLUMNS, "modified"})
_OURS = "username_key"  # a column of our table, and never of the original's

State = Literal["none", "original", "on the way", "adopted"]


class OldUser(NamedTuple):
    """A row of the original, with the values as the driver gives them: of any type, and None for a missing column."""

    uuid: Any
    username: Any
    mobile: Any
    email: Any
    password: Any
    gender: Any
    status: Any
    created: Any


def state_of(connection: Connection) -> State:
    """How far the adoption is in this database. Raises BadSettings where two tables may be the original's."""
    look = inspect(connection)
    there = has_original(look)
    if there and ORIGINAL in look.get_view_names():
        raise BadSettings(
            f"{ORIGINAL} is a view here. Adopt the table behind it: drop the view, and rename the table to {ORIGINAL}."
            " Nothing was changed."
        )
    if look.has_table(ON_THE_WAY):
        if there:
            raise BadSettings(
                f"The original has made its table {ORIGINAL} again, while {ON_THE_WAY} was adopted. Stop the original,"
                f" drop its new {ORIGINAL}, and run gatepost adopt again."
            )
        return "on the way"
    if there and look.has_table(KEPT):
        raise BadSettings(f"There is a table {KEPT} of an earlier adoption, too. Rename it, or drop it.")
    return "original" if there else "adopted" if look.has_table(KEPT) else "none"


def has_original(look: Inspector) -> bool:
    """Whether the table ``users`` is the original's."""
    if not look.has_table(ORIGINAL):
        return False
    columns = {each["name"] for each in look.get_columns(ORIGINAL)}
    return columns >= NEEDED and _OURS not in columns


def unknown_columns(look: Inspector, name: str) -> list[str]:
    """The columns of the table *name* that the original's table does not have: somebody added them."""
    return [each["name"] for each in look.get_columns(name) if each["name"] not in _ALL]


def tables_referring(look: Inspector, name: str) -> list[str]:
    """The tables that refer to the table *name* by a foreign key."""
    others = (each for each in look.get_table_names() if each != name)
    return sorted(each for each in others if any(key["referred_table"] == name for key in look.get_foreign_keys(each)))


def read_old_users(connection: Connection, name: str) -> Iterator[OldUser]:
    """The rows of the table *name*, in no order. The types of its columns are not trusted, so values come raw.

    SQLite also keeps text that is no UTF-8: its bytes come as ``\\xff``, which no identifier has.
    """
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.text_factory = partial(bytes.decode, errors="backslashreplace")
    there = {each["name"] for each in inspect(connection).get_columns(name)}
    given = [each for each in COLUMNS if each in there]
    for row in connection.execute(select(*(column(each) for each in given)).select_from(table(name))).mappings():
        yield OldUser(**{each: row.get(each) for each in COLUMNS})
