"""Examination of an adoption: not begun, interrupted, or done with the old hashes still there."""

from collections.abc import Iterator

from sqlalchemy import inspect

from gatepost.adoption.original import KEPT, ON_THE_WAY, has_original
from gatepost.database import reading_engine, retry_if_disconnected
from gatepost.doctor.finding import Finding


def examine_adoption() -> Iterator[Finding]:
    """The findings on tables of the founding document's application."""

    def look() -> tuple[bool, set[str]]:
        with reading_engine().connect() as connection:
            seen = inspect(connection)
            return has_original(seen), {KEPT, ON_THE_WAY} & set(seen.get_table_names())

    original, there = retry_if_disconnected(look)
    if ON_THE_WAY in there:
        yield Finding(
            f"The table {ON_THE_WAY}",
            "an adoption was interrupted. Accounts that are made before its end would take the names of adopted ones.",
            "Run gatepost adopt again, with the same options.",
        )
    elif original:
        yield Finding(
            "The table users", "it is that of the founding document's application.", "Run: gatepost adopt --dry-run"
        )
    elif KEPT in there:
        yield Finding(
            f"The table {KEPT}",
            "it has the md5 hashes and the personal data of all adopted users, also of those who are deleted since.",
            f"Once all is well: DROP TABLE {KEPT}, and remove the backup, if there is one.",
            grave=False,
        )
