"""The formats of import files, each read by a module of its name, or by its columns in a table of several.

A reader gives records in the members of docs/import.md; docs/moving-in.md says how each file is made.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from gatepost.imports.formats import csv, frameworks, jsonl, ldif, passwd, products, services
from gatepost.imports.line import Line
from gatepost.imports.unusable import UnusableFile

Reader = Callable[[BinaryIO, Mapping[str, str]], Iterator[Line]]

TABLES = {**services.TABLES, **frameworks.TABLES, **products.TABLES}
FORMATS: dict[str, Reader] = {
    "jsonl": jsonl.read,
    "csv": csv.read,
    **dict(sorted({name: table.read for name, table in TABLES.items()}.items())),
    "ldif": ldif.read,
    "shadow": passwd.reader("shadow"),
    "htpasswd": passwd.reader("htpasswd"),
}
"""By the name that ``--from`` has. The mapping holds what ``--option NAME=VALUE`` gives."""

PEEKED = 4096  # bytes by which a format is recognised


def recognised(start: bytes) -> str:
    """The name of the format of a file that begins with *start*. Raises UnusableFile."""
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"["):
        raise UnusableFile(
            "The file is one JSON array. Name the system that it comes from (--from), or write a line each."
        )
    return "jsonl" if text.startswith(b"{") else "csv"
