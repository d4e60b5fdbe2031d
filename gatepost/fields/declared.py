"""The declarations: ``fields.toml`` in the data folder, a table for each field. They are read once."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from gatepost.fields.kinds import KINDS, Field, Who
from gatepost.languages import is_tag
from gatepost.settings import BadSettings, Settings, current_settings

FILE = "fields.toml"
MOST_INPUTS = 40  # of all fields: a form has 50 parameters (http/form.py), and some are others
LONGEST = 32 * 1024  # bytes of all values of a user, as JSON
LONGEST_IN_TOKEN = 512  # bytes of those in an access token, which has 4096 characters in all, 1000 bytes of a hook
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NO_FIELDS: Mapping[str, Field] = MappingProxyType({})
Fields = Mapping[str, Field]


def declared() -> Fields:
    """The fields of this installation, by name, in the order of the file. Raises BadSettings."""
    return read_declarations(current_settings().instance)


def are_declared(settings: Settings) -> bool:
    return bool(read_declarations(settings.instance))


def are_in_tokens(settings: Settings) -> bool:
    return any(field.token for field in read_declarations(settings.instance).values())


def readable(readers: frozenset[Who]) -> Fields:
    """The fields that any of these *readers* may read."""
    return {name: field for name, field in declared().items() if not readers.isdisjoint(field.read)}


def writable(writers: frozenset[Who]) -> Fields:
    """The fields that any of these *writers* may write."""
    return {name: field for name, field in declared().items() if not writers.isdisjoint(field.write)}


def check_declarations(settings: Settings) -> None:
    """Refuse a file that cannot be used. Raises BadSettings, with file, line, field and rule."""
    read_declarations(settings.instance)


@lru_cache(maxsize=64)
def read_declarations(instance: Path) -> Fields:
    """The fields that ``fields.toml`` in the data folder *instance* declares; none without it. Raises BadSettings."""
    path = instance / FILE
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return _NO_FIELDS
    except UnicodeDecodeError as error:
        raise BadSettings(f"{path}: this is not UTF-8: {error.reason}") from None
    except OSError as error:
        raise BadSettings(f"{path}: this cannot be read: {error.strerror}") from None
    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadSettings(f"{path}: {error}") from None
    lines = dict(_lines(text))
    fields = {name: _read(name, table, f"{path}{lines.get(name, '')}") for name, table in tables.items()}
    _check_sizes(path, fields)
    return MappingProxyType(fields)


def _read(name: str, table: Any, place: str) -> Field:
    if not _NAME.fullmatch(name):
        raise BadSettings(f"{place}: {name[:60]} is no name of a field: a-z, then a-z, 0-9 and _, at most 40.")
    if not isinstance(table, dict):
        raise BadSettings(f"{place}: {name} is not in a table. Declare it below a line [{name}].")
    kind = KINDS.get(str(table.get("type")))
    if kind is None:
        raise BadSettings(f"{place}: {name}: type is one of: {', '.join(KINDS)}.")
    try:
        field = kind.model_validate(table)
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, (name, *problem["loc"])))
        raise BadSettings(f"{place}: {where}: {problem['msg'].removeprefix('Value error, ')}.") from None
    if isinstance(field.label, dict) and (wrong := [tag for tag in field.label if not is_tag(tag)]):
        raise BadSettings(f"{place}: {name}.label: {wrong[0]} is no language. Name it by its tag, such as de or pt-BR.")
    return field


def _check_sizes(path: Path, fields: Fields) -> None:
    """All values of a user fit into the column and a token, and their inputs into a form, however long they are."""
    if sum(field.inputs for field in fields.values()) > MOST_INPUTS:
        raise BadSettings(
            f"{path}: a form takes {MOST_INPUTS} inputs: one for each field, and one for each value of choices."
        )
    if (size := _longest(fields)) > LONGEST:
        raise BadSettings(f"{path}: the values of one user may have {size} bytes. Shorten texts: {LONGEST} are stored.")
    told = {name: field for name, field in fields.items() if field.token}
    if (size := _longest(told)) > LONGEST_IN_TOKEN:
        raise BadSettings(
            f"{path}: those with token = true may have {size} bytes, and a token has room for {LONGEST_IN_TOKEN}."
            " Shorten them, or have services ask by introspection."
        )


def _longest(fields: Fields) -> int:
    return 2 + sum(len(name) + 4 + field.longest for name, field in fields.items())


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """The line of each table, in words."""
    for number, line in enumerate(text.splitlines(), 1):
        if table := re.match(r"""\s*\[\s*["']?([^\]"'.]+?)["']?\s*\]""", line):
            yield table[1], f", line {number}"
