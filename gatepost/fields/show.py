"""Show the stored values: each reader sees the fields whose declaration names them, and no other."""

from typing import Any

from gatepost.fields.check import stored_values
from gatepost.fields.declared import declared, readable
from gatepost.fields.kinds import Field, Value, Who, Wrong

EVERYBODY: frozenset[Who] = frozenset({"user", "administrator", "service"})
Shown = dict[str, Value | None]


def show_fields(stored: str | None, *, to: frozenset[Who]) -> Shown | None:
    """Every field that these readers may read, by name; one without a value is None. None if there is no such field."""
    fields = readable(to)
    if not fields:
        return None
    values = stored_values(stored)
    return {name: values.get(name) for name in fields}


def lacks_required(stored: str | None) -> bool:
    """Whether a required field has no value, because no registration asked this user for it."""
    needed = {name for name, field in declared().items() if field.required}
    return bool(needed - stored_values(stored).keys())


def tell_services(stored: str | None) -> dict[str, Any]:
    """The member ``fields`` of an introspection: the values that services may read. Nothing if there are none."""
    return _member(stored, {name: field for name, field in declared().items() if "service" in field.read})


def claims_of(stored: str | None) -> dict[str, Any]:
    """The claim ``fields`` of an access token. A value that fits its declaration no longer is left out.

    Otherwise a token could be longer than any service takes.
    """
    told = {name: field for name, field in declared().items() if field.token}
    values = stored_values(stored) if told else {}
    return _member(stored, {name: field for name, field in told.items() if _fits(field, values.get(name))})


def _member(stored: str | None, fields: dict[str, Field]) -> dict[str, Any]:
    if stored is None or not fields:
        return {}
    told = {name: value for name, value in stored_values(stored).items() if name in fields}
    return {"fields": told} if told else {}


def _fits(field: Field, value: Any) -> bool:
    try:
        return value is not None and field.check(value) is not None
    except Wrong:
        return False
