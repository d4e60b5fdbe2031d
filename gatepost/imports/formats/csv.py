"""CSV after RFC 4180, in UTF-8, whose first line names the columns. An empty cell is none.

The columns have the names of the members of a line. Those of ``password`` and ``fields`` are ``password.system``,
``password.stored``, ``password.extra.pepper``, ``fields.department`` and the like. Names in ``verified`` and ``roles``
have blanks, commas or semicolons between.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import orjson

from gatepost.imports.formats.csv_records import csv_records
from gatepost.imports.line import Line
from gatepost.imports.physical_lines import Numbered, physical_lines
from gatepost.imports.unusable import UnusableFile

_OPTIONS = {"delimiter", "system"}
_TEXTS = {"external_id", "username", "mobile", "email", "gender", "locale", "created_at", "suspended_until"}
_TRUTHS = {"active", "waits", "password_expired"}
_LISTS = {"verified", "roles"}
_PARTS = {"password.system", "password.stored"}
_OBJECTS = {"password.extra", "fields"}  # as JSON, if they are not in columns of their own
_NAMED = re.compile(r"(password\.extra|fields)\.([A-Za-z0-9_]{1,40})")
_SHOWN = re.compile(r"[A-Za-z_][A-Za-z0-9_. -]{0,29}")  # no hash, if the first line is none of names
_TRUE, _FALSE = {"true", "t", "yes", "1"}, {"false", "f", "no", "0"}
_DELIMITERS = {",": ",", ";": ";", "tab": "\t", "\t": "\t"}


def read(file: BinaryIO, options: Mapping[str, str]) -> Iterator[Line]:
    """Read CSV; a record that cannot be read does not stop it.

    *options*: the ``delimiter`` (``,`` or ``;`` or ``tab``; otherwise the first line shows it), and the ``system`` of
    passwords where the file has no such column. Raises UnusableFile.
    """
    if unknown := options.keys() - _OPTIONS:
        raise UnusableFile(f"CSV has no option {min(unknown)[:30]!r}; it has {' and '.join(sorted(_OPTIONS))}.")
    lines = physical_lines(file)
    delimiter, head = _first(lines, options.get("delimiter"))
    names = _checked(next(csv_records(iter(head), delimiter), None))
    for record in csv_records(lines, delimiter):
        if record.refused:
            yield Line(record.place, None, record.refused)
        elif len(record.cells) != len(names):
            yield Line(record.place, None, f"The line has {len(record.cells)} cells; there are {len(names)} columns.")
        else:
            yield _line(record.place, names, record.cells, options.get("system"))


def _first(lines: Iterator[Numbered], chosen: str | None) -> tuple[str, list[Numbered]]:
    """The delimiter, and the line of names."""
    first = next(lines, None)
    if first is None:
        raise UnusableFile("The file is empty.")
    if chosen is not None:
        if chosen not in _DELIMITERS:
            raise UnusableFile("delimiter: give a comma, a semicolon, or the word tab.")
        return _DELIMITERS[chosen], [first]
    counts = {each: (first[1] or b"").count(each.encode()) for each in (",", ";", "\t")}
    return max(counts, key=lambda each: counts[each]), [first]


def _checked(head: Any) -> list[str]:
    """The names of the columns. Raises UnusableFile."""
    if head is None or head.refused:
        raise UnusableFile("The first line does not name the columns as CSV after RFC 4180, in UTF-8.")
    names = [name.strip() for name in head.cells]
    known = _TEXTS | _TRUTHS | _LISTS | _PARTS | _OBJECTS
    unknown = [place for place, name in enumerate(names) if name not in known and not _NAMED.fullmatch(name)]
    if unknown:
        told = [repr(names[n]) if _SHOWN.fullmatch(names[n]) else f"number {n + 1}" for n in unknown[:10]]
        raise UnusableFile(
            f"The first line names unknown columns: {', '.join(told)}. docs/import.md lists the known ones."
        )
    if len(set(names)) < len(names):
        raise UnusableFile("The first line names a column twice.")
    return names


def _line(place: int, names: list[str], cells: list[str], system: str | None) -> Line:
    """The line of a record. Text that is no truth value or no JSON stays text, which is then refused."""
    value: dict[str, Any] = {}
    parts: dict[str, dict[str, Any]] = {}
    for name, cell in zip(names, cells, strict=True):
        if not cell:
            continue
        if name in _TEXTS:
            value[name] = cell
        elif name in _TRUTHS:
            value[name] = _truth(cell)
        elif name in _LISTS:
            value[name] = re.split(r"[ ,;]+", cell.strip(" ,;"))
        elif name in _OBJECTS:
            parts.setdefault(name, {}).update(_object(cell))
        elif match := _NAMED.fullmatch(name):
            parts.setdefault(match[1], {})[match[2]] = cell
        else:
            parts.setdefault("password", {})[name.removeprefix("password.")] = cell
    password, extra = parts.get("password"), parts.get("password.extra")
    if password and "stored" in password:
        value["password"] = ({"system": system} if system else {}) | password | ({"extra": extra} if extra else {})
    if fields := parts.get("fields"):
        value["fields"] = fields
    return Line(place, value)


def _truth(cell: str) -> bool | str:
    text = cell.strip().casefold()
    return True if text in _TRUE else False if text in _FALSE else cell


def _object(cell: str) -> dict[str, Any]:
    try:
        value = orjson.loads(cell)
    except orjson.JSONDecodeError:
        return {"": cell}
    return value if isinstance(value, dict) else {"": cell}
