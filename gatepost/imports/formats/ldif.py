"""LDIF (RFC 2849), as slapcat and ldapsearch of OpenLDAP write it: entries with empty lines between."""

from base64 import b64decode
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from gatepost.imports.formats.values import moment
from gatepost.imports.line import Line
from gatepost.imports.physical_lines import Numbered, physical_lines
from gatepost.imports.unusable import UnusableFile

_ENTRY_MAX = 1000  # lines
_PEOPLE = frozenset({"person", "inetorgperson", "organizationalperson", "posixaccount", "account", "shadowaccount"})
_BAD = "The entry is not LDIF after RFC 2849."
_TIME = 14  # digits of a time without its zone: 20240131101500Z
Entry = dict[str, list[str]]


def read(file: BinaryIO, options: Mapping[str, str]) -> Iterator[Line]:
    """The lines of people in a directory; other entries are left out. Raises UnusableFile for any option."""
    if options:
        raise UnusableFile("LDIF has no options.")
    return _lines(file)


def _lines(file: BinaryIO) -> Iterator[Line]:
    for place, lines in _entries(file):
        try:
            entry = _parse(lines)
        except (ValueError, UnicodeDecodeError):
            yield Line(place, None, _BAD)
            continue
        if _PEOPLE & {each.casefold() for each in entry.get("objectclass", [])}:
            yield Line(place, _value(entry))


def _entries(file: BinaryIO) -> Iterator[tuple[int, list[Numbered]]]:
    """The lines of each entry, without comments."""
    entry: list[Numbered] = []
    for number, raw in physical_lines(file):
        if raw is not None and not raw.strip():
            if entry:
                yield entry[0][0], entry
            entry = []
        elif (raw is None or not raw.startswith(b"#")) and len(entry) < _ENTRY_MAX:
            entry.append((number, raw))
    if entry:
        yield entry[0][0], entry


def _parse(lines: list[Numbered]) -> Entry:
    """The values of each attribute, by its name in lower case without options. Raises ValueError."""
    folded: list[bytes] = []
    for _, raw in lines:
        if raw is None:
            raise ValueError
        line = raw.rstrip(b"\r\n")
        if line.startswith(b" ") and folded:
            folded[-1] += line[1:]  # a long line goes on
        else:
            folded.append(line)
    entry: Entry = {}
    for line in folded:
        name, colon, rest = line.partition(b":")
        if not colon:
            raise ValueError
        value = b64decode(rest[1:].strip(), validate=True) if rest.startswith(b":") else rest.lstrip(b" ")
        key = name.partition(b";")[0].decode().casefold()
        if key not in {"jpegphoto", "usercertificate"}:  # not text
            entry.setdefault(key, []).append(value.decode())
    return entry


def _value(entry: Entry) -> dict[str, Any]:
    def first(*names: str) -> str | None:
        return next((entry[name][0] for name in names if entry.get(name)), None)

    told = {
        "external_id": first("entryuuid", "dn"),
        "username": first("uid"),
        "email": first("mail"),
        "mobile": first("mobile"),
        "locale": first("preferredlanguage"),
        "created_at": _time(first("createtimestamp")),
    }
    value: dict[str, Any] = {name: each for name, each in told.items() if each}
    if stored := first("userpassword"):
        value["password"] = {"system": "openldap", "stored": stored}
    return value


def _time(text: str | None) -> str | None:
    """A generalized time (RFC 4517 section 3.3.13) in RFC 3339."""
    if text is None or not text[:_TIME].isdigit():
        return text
    return moment(f"{text[:8]}T{text[8:14]}+00:00")
