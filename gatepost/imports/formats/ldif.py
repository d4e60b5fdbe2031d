"""LDIF (RFC 2849), as slapcat and ldapsearch of OpenLDAP write it: entries with empty lines between."""

import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from gatepost.imports.formats.values import moment
from gatepost.imports.line import Line
from gatepost.imports.physical_lines import LINE_MAX, TOO_LONG, physical_lines
from gatepost.imports.unusable import UnusableFile

_PEOPLE = frozenset({"person", "inetorgperson", "organizationalperson", "posixaccount", "account", "shadowaccount"})
_READ = frozenset(
    {
        *("dn", "objectclass", "entryuuid", "uid", "mail", "mobile"),
        *("preferredlanguage", "createtimestamp", "userpassword"),
    }
)
_MOST_VALUES = 100  # of an attribute
_BAD = "The entry is not LDIF after RFC 2849."
_TOO_MUCH = b"?" * (LINE_MAX + 1)
_TIME = 14  # digits of a time without its zone: 20240131101500Z
_NO_PASSWORD = re.compile(r"\{crypt\}(?:[!*].*|x)|\{sasl\}.*", re.IGNORECASE | re.DOTALL)  # locked, or kept elsewhere
Entry = dict[str, list[str]]
Logical = tuple[int, bytes | None]
"""An unfolded line with the number of its first one; None in place of one that is too long."""


def read(file: BinaryIO, options: Mapping[str, str]) -> Iterator[Line]:
    """The lines of people in a directory; other entries are left out. Raises UnusableFile for any option."""
    if options:
        raise UnusableFile("LDIF has no options.")
    return _lines(file)


def _lines(file: BinaryIO) -> Iterator[Line]:
    for place, entry, refused in _entries(file):
        if refused:
            yield Line(place, None, refused)
        elif _PEOPLE & {each.casefold() for each in entry.get("objectclass", [])}:
            yield Line(place, _value(entry))


def _entries(file: BinaryIO) -> Iterator[tuple[int, Entry, str]]:
    """Each entry with its place, the attributes that are read, and why it is refused."""
    place, entry, refused = 0, Entry(), ""
    for number, line in _logical_lines(file):
        if line == b"":
            if place:
                yield place, entry, refused
            place, entry, refused = 0, Entry(), ""
            continue
        place = place or number
        try:
            if line is None:
                refused = refused or TOO_LONG
            else:
                _add(entry, line)
        except ValueError:
            refused = refused or _BAD
    if place:
        yield place, entry, refused


def _logical_lines(file: BinaryIO) -> Iterator[Logical]:
    """The lines without those that comment; one that begins with a blank goes on with the line before, also a comment.

    A value that is not read, such as a photo of any size, is not kept.
    """
    place, kept = 0, bytearray()
    for number, raw in physical_lines(file):
        line = _TOO_MUCH if raw is None else raw.rstrip(b"\r\n")
        line = line if line.strip() else b""
        if line.startswith(b" ") and place:
            if kept and len(kept) <= LINE_MAX and _is_read(kept):
                kept += line[1:]  # one that has too much is refused as a whole
            continue
        if kept:
            yield place, bytes(kept) if len(kept) <= LINE_MAX else None
        place, kept = number, bytearray() if line.startswith(b"#") else bytearray(line)
        if not line:
            yield number, b""
            place = 0
    if kept:
        yield place, bytes(kept) if len(kept) <= LINE_MAX else None


def _is_read(line: bytes | bytearray) -> bool:
    """Whether the value of this line is read. The name of an attribute may itself go on in the next line."""
    name, colon, _ = line.partition(b":")
    return not colon or _key(name) in _READ


def _key(name: bytes | bytearray) -> str:
    """The name of an attribute in lower case, without its options."""
    return name.partition(b";")[0].decode(errors="replace").casefold()


def _add(entry: Entry, line: bytes) -> None:
    """Add the value of a *line*, if it is of an attribute that is read. Raises ValueError."""
    name, colon, rest = line.partition(b":")
    if not colon:
        raise ValueError
    values = entry.setdefault(key, []) if (key := _key(name)) in _READ else None
    if values is not None and len(values) < _MOST_VALUES:
        value = b64decode(rest[1:].strip(), validate=True) if rest.startswith(b":") else rest.lstrip(b" ")
        values.append(value.decode())


def _value(entry: Entry) -> dict[str, Any]:
    def first(*names: str) -> str | None:
        return next((entry[name][0] for name in names if entry.get(name)), None)

    told = {
        "external_id": first("entryuuid", "dn"),
        "username": first("uid"),
        "email": first("mail"),
        "mobile": first("mobile"),
        "locale": re.split("[,;]", first("preferredlanguage") or "")[0].strip(),  # of several the first (RFC 2798)
        "created_at": _time(first("createtimestamp")),
    }
    value: dict[str, Any] = {name: each for name, each in told.items() if each}
    hashes = [each for each in entry.get("userpassword", []) if not _NO_PASSWORD.fullmatch(each)]
    if hashes:
        value["password"] = {"system": "openldap", "stored": hashes[0]}
    return value


def _time(text: str | None) -> str | None:
    """A generalized time (RFC 4517 section 3.3.13) in RFC 3339."""
    if text is None or not text[:_TIME].isdigit():
        return text
    return moment(f"{text[:8]}T{text[8:14]}+00:00")
