"""Check the values that are given for fields, and write them: as canonical JSON, with names in order."""

from collections.abc import Mapping
from typing import Any, Literal

import orjson

from gatepost.errors import ForPrograms, InvalidInput, Reason
from gatepost.fields.declared import Fields, declared, writable
from gatepost.fields.kinds import Value, Who, Wrong

By = Literal["user", "administrator", "service", "import"]
Values = dict[str, Value | None]

_REQUIRED = Reason("This field is required.")
_UNKNOWN = ForPrograms("This field is unknown or cannot be set.")
_LONGEST = 48 * 1024  # bytes; the column of MariaDB and MySQL has 64 KiB
_TOO_LONG = ForPrograms("Together with what is stored this is longer than 48 KiB.")
_MOST_ERRORS = 20
_LONGEST_NAME = 40  # characters of a name of somebody else's that are repeated to them


def check_fields(given: Mapping[str, Any], *, by: By, required: bool) -> str | None:
    """The canonical JSON of a new user's values, or None if there are none.

    *by*: who gives them; an import writes every declared field, a service none. *required*: those that are required
    have to be there. Raises InvalidInput, which names each wrong one as ``fields.<name>``.
    """
    fields = declared() if by == "import" else writable(frozenset({by}))
    return changed(None, check_values(given, fields, required=required))


def check_changes(given: Mapping[str, Any], *, writers: frozenset[Who]) -> Values:
    """The values that *writers* change, as they are stored; None removes one. Raises InvalidInput."""
    return check_values(given, writable(writers), required=False)


def check_values(given: Mapping[str, Any], fields: Fields, *, required: bool) -> Values:
    """The values of these *fields*. Raises InvalidInput."""
    unknown = [name for name in given if name not in fields][:_MOST_ERRORS]
    errors: dict[str, list[Reason]] = {f"fields.{name[:_LONGEST_NAME]}": [_UNKNOWN] for name in unknown}
    values: Values = {}
    for name, field in fields.items():
        if name not in given and not (required and field.required):
            continue
        try:
            values[name] = None if given.get(name) is None else field.check(given[name])
        except Wrong as wrong:
            errors[f"fields.{name}"] = [wrong.reason]
            continue
        if values[name] is None and field.required:
            errors[f"fields.{name}"] = [_REQUIRED]
    if errors:
        raise InvalidInput(errors)
    return values


def changed(stored: str | None, values: Mapping[str, Value | None]) -> str | None:
    """The *stored* text with these *values* in it. Others stay. Raises InvalidInput."""
    merged = {name: value for name, value in {**stored_values(stored), **values}.items() if value is not None}
    written = orjson.dumps(merged, option=orjson.OPT_SORT_KEYS)
    if len(written) > _LONGEST:
        raise InvalidInput({"fields": [_TOO_LONG]})
    return written.decode() if merged else None


def changed_names(stored: str | None, values: Mapping[str, Value | None]) -> list[str]:
    """The names of the *values* that differ from the *stored* ones, as the record has them: never the values."""
    before = stored_values(stored)
    return sorted(f"fields.{name}" for name, value in values.items() if before.get(name) != value)


def stored_values(stored: str | None) -> dict[str, Value]:
    """The values in the *stored* text, those of fields that are not declared any more among them."""
    values: dict[str, Value] = {} if stored is None else orjson.loads(stored)
    return values
