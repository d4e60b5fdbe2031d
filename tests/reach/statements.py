"""What a writing statement is, in words that are the same on each engine."""

import re
from functools import lru_cache
from typing import NamedTuple

from gatepost.migrations.tables import METADATA

_PLACEHOLDER = re.compile(r"%\(\w+\)s(::[\w ]+?\b)?|%s|\?|:\w+")
_WRITE = re.compile(r"(INSERT INTO) (\w+)|(UPDATE) (\w+)|(DELETE FROM) (\w+)")
_WORD = re.compile(r"\w+")
_SET = re.compile(r"(\w+) ?=")
_COLUMNS = {column.name for table in METADATA.tables.values() for column in table.columns}


class Described(NamedTuple):
    """A statement: the table, what it does to which rows of it, and the columns that it sets there."""

    table: str
    statement: str
    columns: tuple[str, ...]


@lru_cache(maxsize=4096)
def described(sql: str) -> Described | None:
    """What *sql* writes, such as ``UPDATE users WHERE uuid`` and ``gender``; None if it writes to no table of ours.

    Values, the order of columns and everything in which engines differ are left out.
    """
    plain = " ".join(_PLACEHOLDER.sub("?", sql.replace('"', "").replace("`", "")).split()).partition(" RETURNING ")[0]
    found = _WRITE.match(plain)
    if found is None:
        return None
    verb, table = (part for part in found.groups() if part is not None)
    if table not in METADATA.tables:
        return None
    if verb == "INSERT INTO":
        return Described(table, f"{verb} {table}", ())
    given, _, condition = plain.partition(" WHERE ")
    where = ", ".join(_known(_WORD.findall(condition)))
    columns = _known(_SET.findall(given)) if verb == "UPDATE" else []
    return Described(table, f"{verb} {table}{where and f' WHERE {where}'}", tuple(columns))


def _known(words: list[str]) -> list[str]:
    return sorted(_COLUMNS.intersection(words))
