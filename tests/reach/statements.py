"""What a writing statement is, in words that are the same on each engine."""

import re
from functools import lru_cache

from gatepost.migrations.tables import METADATA

_PLACEHOLDER = re.compile(r"%\(\w+\)s(::[\w ]+?\b)?|%s|\?|:\w+")
_WRITE = re.compile(r"(INSERT )(?:IGNORE )?INTO (\w+)|(UPDATE )(\w+)|(DELETE )FROM (\w+)")
_WORD = re.compile(r"\w+")
_SET = re.compile(r"(\w+) ?=")
_COLUMNS = {column.name for table in METADATA.tables.values() for column in table.columns}


@lru_cache(maxsize=4096)
def described(sql: str) -> tuple[str, str] | None:
    """The table that *sql* writes to, and ``UPDATE users SET role WHERE uuid``; None if it writes to no table of ours.

    Values, the order of columns and everything in which engines differ are left out.
    """
    plain = " ".join(_PLACEHOLDER.sub("?", sql.replace('"', "").replace("`", "")).split()).partition(" RETURNING ")[0]
    found = _WRITE.match(plain)
    if found is None:
        return None
    verb, table = (part for part in found.groups() if part is not None)
    if table not in METADATA.tables:
        return None
    if verb == "INSERT ":
        return table, f"INSERT INTO {table}"
    given, _, condition = plain.partition(" WHERE ")
    columns = _names(_SET.findall(given)) if verb == "UPDATE " else ""
    where = _names(_WORD.findall(condition))
    return table, f"{verb}{table}{columns and f' SET {columns}'}{where and f' WHERE {where}'}"


def _names(words: list[str]) -> str:
    return ", ".join(sorted(_COLUMNS.intersection(words)))
