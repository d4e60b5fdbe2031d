"""The generated types of the Python client: a module for each room, and one for the types that several rooms share."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from textwrap import fill, indent
from typing import Any

from clients.document import Operation, used
from clients.python_code import MADE, check_name, docstring, written_type

_SHARED = "shared"
_WIDTH = 110


def type_modules(schemas: dict[str, Any], rooms: Mapping[str, Iterable[Operation]]) -> dict[str, str]:
    """The name of each module of types, and its code."""
    homes = _homes(schemas, rooms)
    names: dict[str, list[str]] = defaultdict(list)
    for name in schemas:
        names[homes[name]].append(name)
    return {
        "types/__init__.py": "".join(_index(names)),
        **{f"types/{home}.py": "".join(_module(home, found, schemas, homes)) for home, found in names.items()},
    }


def _homes(schemas: dict[str, Any], rooms: Mapping[str, Iterable[Operation]]) -> dict[str, str]:
    """The module of each type. Types to which a shared one refers are shared, too: no two modules need each other."""
    users: dict[str, set[str]] = defaultdict(set)
    for room, operations in rooms.items():
        for name in used([operation.told for operation in operations], schemas):
            users[name].add(room)
    return {name: min(users[name]) if len(users[name]) == 1 else _SHARED for name in schemas}


def _index(names: Mapping[str, list[str]]) -> Iterator[str]:
    yield MADE.format("The shapes of what is sent and answered, by room.")
    for home, found in sorted(names.items()):
        yield f"from gatepost_client.types.{home} import {', '.join(sorted(found))}\n"
    told = fill(", ".join(repr(name) for name in sorted(chain(*names.values()))), _WIDTH, break_on_hyphens=False)
    yield f"\n# fmt: off\n__all__ = [\n{indent(told, '    ')}\n]\n"


def _module(home: str, names: list[str], schemas: dict[str, Any], homes: Mapping[str, str]) -> Iterator[str]:
    code = "".join(_types(names, schemas))
    typing = [name for name in ("Any", "Literal", "NotRequired", "TypeAlias", "TypedDict") if _has(code, name)]
    shared = sorted({name for name in used([schemas[name] for name in names], schemas) if homes[name] != home})
    yield MADE.format(f"The shapes of what is sent and answered: {home.replace('_', ' ')}.")
    yield "from __future__ import annotations\n\n"  # shapes refer to others that stand below
    yield f"from typing import {', '.join(typing)}\n\n"
    if shared := [name for name in shared if _has(code, name)]:
        yield f"from gatepost_client.types.{_SHARED} import {', '.join(shared)}\n\n"
    yield code


def _has(code: str, name: str) -> bool:
    return name in {word for line in code.splitlines() for word in _words(line)}


def _words(line: str) -> list[str]:
    return "".join(letter if letter.isalnum() or letter == "_" else " " for letter in line).split()


def _types(names: Iterable[str], schemas: dict[str, Any]) -> Iterator[str]:
    names = list(names)
    aliases = {name: schemas[name] for name in names if "properties" not in schemas[name]}
    for name in names:
        if name in aliases:
            continue
        schema = schemas[name]
        yield f"class {name}(TypedDict):\n"
        yield docstring(schema.get("description", ""), "    ")
        fields = schema["properties"].items()
        required = schema.get("required", [])
        for field, shape in fields:
            check_name(field)
            told = written_type(shape)
            yield f"    {field}: {told if field in required else f'NotRequired[{told}]'}\n"
        yield "\n" if fields or schema.get("description") else "    pass\n"
    for name, schema in aliases.items():
        yield f"{name}: TypeAlias = {written_type(schema)}\n"
