"""The variables of a path: the values that each accepts, and the notations of Flask, OpenAPI and the docs."""

import re
from collections.abc import Iterator
from typing import Any

from werkzeug.routing import BaseConverter

_VARIABLE = re.compile(r"<(\w+):(\w+)>")
_ID = "[0-9a-f]{32}"
_SCHEMAS: dict[str, dict[str, Any]] = {
    "uuid": {"type": "string", "format": "uuid"},
    "id": {"type": "string", "pattern": f"^{_ID}$"},
}


class Id(BaseConverter):
    """``<id:session_id>``: 32 hexadecimal digits in lower case. Any other notation does not match."""

    regex = _ID


def template(path: str) -> str:
    """*path* as OpenAPI writes it: ``/user/{uuid}``."""
    return _VARIABLE.sub(r"{\2}", path)


def readable(path: str) -> str:
    """*path* for people: ``/user/<uuid>``."""
    return _VARIABLE.sub(r"<\2>", path)


def variables(path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name and the JSON Schema of each variable of *path*."""
    for kind, name in _VARIABLE.findall(path):
        yield name, _SCHEMAS[kind]
