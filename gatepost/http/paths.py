"""The variables of a path: the values that each accepts, and the notations of Flask, OpenAPI and the docs."""

import re
from collections.abc import Iterator
from typing import Any

from werkzeug.routing import BaseConverter

_VARIABLE = re.compile(r"<(\w+):(\w+)>")
_ID = "[0-9a-f]{32}"
_UUID = "[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}"
_NAME = "[a-z][a-z0-9-]{0,19}"
_STORED = {"id": _ID, "name": _NAME, "uuid": _UUID.replace("A-Fa-f", "a-f")}
_SCHEMAS: dict[str, dict[str, Any]] = {
    "uuid": {"type": "string", "format": "uuid"},
    "id": {"type": "string", "pattern": f"^{_ID}$"},
    "name": {"type": "string", "pattern": f"^{_NAME}$"},
}


class Id(BaseConverter):
    """``<id:session_id>``: 32 hexadecimal digits in lower case. Any other notation does not match."""

    regex = _ID


class Name(BaseConverter):
    """``<name:provider>``: up to 20 small letters, digits and dashes. Any other notation does not match."""

    regex = _NAME


class Uuid(BaseConverter):
    """``<uuid:uuid>``: a UUID in either case, given on in lower case, as it is stored."""

    regex = _UUID

    def to_python(self, value: str) -> str:
        return value.lower()


def template(path: str) -> str:
    """*path* as OpenAPI writes it: ``/user/{uuid}``."""
    return _VARIABLE.sub(r"{\2}", path)


def pattern(path: str) -> re.Pattern[str]:
    """The pattern of *path*, with and without a final slash. Its variables are groups, in lower case as stored."""
    parts = _VARIABLE.sub(lambda found: f"(?P<{found[2]}>{_STORED[found[1]]})", path.rstrip("/"))
    return re.compile(f"{parts}/?")


def readable(path: str) -> str:
    """*path* for people: ``/user/<uuid>``."""
    return _VARIABLE.sub(r"<\2>", path)


def variables(path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name and the JSON Schema of each variable of *path*."""
    for kind, name in _VARIABLE.findall(path):
        yield name, _SCHEMAS[kind]
