"""Most systems keep their users in one table or collection: which column means what is all that differs."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from gatepost.imports.formats.rows import Row, rows
from gatepost.imports.formats.values import NoPerson, future, moment, plain, refusal, text, truth
from gatepost.imports.line import Line
from gatepost.imports.unusable import UnusableFile

Names = tuple[str, ...]
_WITHOUT = "without"  # the option that every format has
_LEFT_OUT = frozenset({"username", "mobile", "email", "locale", "password"})


@dataclass(frozen=True)
class Table:
    """The columns of a table of users; of several names the first that has a value counts, and each of *closed*.

    *system* is that of the passwords, as passwords/imported.py knows it. *active* says yes, *closed* yes or a time, and
    *suspended* is a time in the future. A verified column says yes, or when. *none* is the pattern of
    text in place of the hash of a user without a password. *extra* are columns that the hash needs, by the name that
    they have there, and *options* are values of the command line that it needs. *at* is where a JSON document has the
    records; *opened* makes a record of columns of one that has members within members.
    """

    system: str
    external_id: Names = ("id",)
    username: Names = ("username",)
    email: Names = ("email",)
    mobile: Names = ()
    stored: Names = ("password",)
    none: str = ""
    email_verified: Names = ()
    mobile_verified: Names = ()
    active: Names = ()
    closed: Names = ()
    suspended: Names = ()
    created_at: Names = ("created_at",)
    locale: Names = ()
    extra: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    at: str = ""
    opened: Callable[[dict[str, Any]], dict[str, Any]] | None = None

    def read(self, file: BinaryIO, options: Mapping[str, str]) -> Iterator[Line]:
        """The lines of an export *file*. *options*: values that the hashes need, and ``without``: members to leave out.

        Raises UnusableFile.
        """
        if unknown := options.keys() - self.options.keys() - {_WITHOUT}:
            known = ", ".join(sorted({*self.options, _WITHOUT}))
            raise UnusableFile(f"This format has no option {min(unknown)[:30]!r}; it has {known}.")
        without = {name for name in options.get(_WITHOUT, "").replace(",", " ").split() if name}
        if wrong := without - _LEFT_OUT:
            raise UnusableFile(f"without: {min(wrong)[:30]!r} is none of {', '.join(sorted(_LEFT_OUT))}.")
        given = {self.options[name]: value for name, value in options.items() if name != _WITHOUT}
        return (self._line(row, given, without) for row in rows(file, at=self.at))

    def _line(self, row: Row, given: Mapping[str, str], without: set[str]) -> Line:
        if row.values is None:
            return Line(row.place, None, row.refused)
        try:
            record = self.opened(row.values) if self.opened else row.values
            value = self._value(record, given)
        except NoPerson as told:
            return Line(row.place, None, str(told))
        except (AttributeError, TypeError, KeyError, IndexError, ValueError, RecursionError):
            return Line(row.place, None, "The record has another shape than this system exports.")
        return Line(row.place, {name: each for name, each in value.items() if each is not None and name not in without})

    def _value(self, record: dict[str, Any], given: Mapping[str, str]) -> dict[str, Any]:
        value: dict[str, Any] = {
            "external_id": text(_first(record, self.external_id)),
            "username": text(_first(record, self.username)),
            "mobile": text(_first(record, self.mobile)),
            "email": text(_first(record, self.email)),
            "locale": text(_first(record, self.locale)),
            "created_at": moment(_first(record, self.created_at)),
            "suspended_until": future(_first(record, self.suspended)),
        }
        verified = {"mobile": self.mobile_verified, "email": self.email_verified}
        proven = [kind for kind, names in verified.items() if value[kind] and truth(_first(record, names))]
        value["verified"] = proven or None
        known = _first(record, self.active)
        if (known is not None and not truth(known)) or any(refusal(record.get(name)) for name in self.closed):
            value["active"] = False
        stored = text(_first(record, self.stored))
        if isinstance(stored, str):
            stored = stored.strip()  # a column of a fixed length fills it up
        if stored and not (self.none and re.fullmatch(self.none, str(stored))):
            mine = {name: record[column] for column, name in self.extra.items() if record.get(column) is not None}
            extra = {**given, **mine}
            value["password"] = {"system": self.system, "stored": stored, **({"extra": extra} if extra else {})}
        return value


def _first(record: dict[str, Any], names: Names) -> Any:
    return next((record[name] for name in names if plain(record.get(name)) not in (None, "")), None)
