"""The fields of this installation in its OpenAPI document: in requests that write them, and answers that show them."""

from collections.abc import Mapping
from typing import Any

from gatepost.fields.declared import Fields, declared
from gatepost.fields.kinds import Boolean, Choice, Choices, Date, Field, Integer, Text, Who

_READ_BY: Mapping[str, frozenset[Who]] = {
    "UserData": frozenset({"user", "administrator"}),
    "SeenUser": frozenset({"administrator"}),
    "Introspection": frozenset({"service"}),
}
_WRITTEN_BY: Mapping[str, frozenset[Who]] = {
    "Registration": frozenset({"user"}),
    "Changes": frozenset({"user", "administrator"}),
    "NewUser": frozenset({"administrator"}),
}


def describe_fields(document: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI *document* with the member ``fields`` where it can be; the same one if none is declared."""
    fields = declared()
    if not fields:
        return document
    schemas = document["components"]["schemas"]
    for name, readers in _READ_BY.items():
        seen = {each: field for each, field in fields.items() if not readers.isdisjoint(field.read)}
        if seen:
            schemas[name]["properties"]["fields"] = _object(seen, required=())
    for name, writers in _WRITTEN_BY.items():
        taken = {each: field for each, field in fields.items() if not writers.isdisjoint(field.write)}
        needed = [each for each, field in taken.items() if field.required and name == "Registration"]
        if taken:
            schemas[name]["properties"]["fields"] = _object(taken, required=needed)
        if needed:
            schemas[name].setdefault("required", []).append("fields")
    return document


def _object(fields: Fields, *, required: Any) -> dict[str, Any]:
    described: dict[str, Any] = {
        "type": "object",
        "description": "the fields that this installation declares (docs/fields.md)",
        "additionalProperties": False,
        "properties": {name: _schema(field) for name, field in fields.items()},
    }
    return {**described, "required": list(required)} if required else described


def _schema(field: Field) -> dict[str, Any]:
    label = field.label_in("en", otherwise="")
    return {"anyOf": [_schema_of_value(field), {"type": "null"}], **({"description": label} if label else {})}


def _schema_of_value(field: Field) -> dict[str, Any]:
    match field:
        case Text():
            return {"type": "string", "maxLength": field.max_length}
        case Integer():
            return {"type": "integer", "minimum": field.min, "maximum": field.max}
        case Boolean():
            return {"type": "boolean"}
        case Date():
            return {"type": "string", "format": "date"}
        case Choices():
            return {"type": "array", "uniqueItems": True, "items": {"enum": field.values}}
        case Choice():
            return {"enum": field.values}
    raise TypeError(field.type)
