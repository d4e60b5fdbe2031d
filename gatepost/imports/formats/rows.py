"""The records of an export file as objects: of JSON lines, of one JSON document, or of CSV. The file shows which it is.

No format is read into memory as a whole: a JSON document goes through ijson, record by record.
"""

import io
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from gatepost.imports.formats import jsonl
from gatepost.imports.formats.csv_records import csv_records
from gatepost.imports.physical_lines import physical_lines
from gatepost.imports.unusable import UnusableFile

_PEEKED = 4096
_DELIMITERS = (",", ";", "\t")
_BOM = b"\xef\xbb\xbf"
_ARRAY = "item"  # the prefix that ijson gives the members of an array


class Row(NamedTuple):
    """A record with its *place* (line or record, from 1), and its *values* by column; or why it cannot be read."""

    place: int
    values: dict[str, Any] | None
    refused: str = ""


def rows(file: BinaryIO, *, at: str = "") -> Iterator[Row]:
    """Read the records of *file*. *at*: where a JSON document that is an object has them, such as ``users``.

    Empty cells of CSV are left out. Raises UnusableFile.
    """
    buffered = file if isinstance(file, io.BufferedReader) else io.BufferedReader(file)  # type: ignore[type-var]
    if buffered.peek(_PEEKED).startswith(_BOM):
        buffered.read(len(_BOM))
    start = buffered.peek(_PEEKED).lstrip()
    if start.startswith(b"["):
        return _document(buffered, _ARRAY)
    if start.startswith(b"{"):
        return _document(buffered, f"{at}.{_ARRAY}") if at else _lines(buffered)
    return _csv(buffered)


def _lines(file: BinaryIO) -> Iterator[Row]:
    return (Row(*line) for line in jsonl.read(file, {}))


def _document(file: BinaryIO, prefix: str) -> Iterator[Row]:
    import ijson  # noqa: PLC0415  start-up does not need it

    place = 0
    try:
        for place, value in enumerate(ijson.items(file, prefix, use_float=True), 1):
            yield Row(place, value) if isinstance(value, dict) else Row(place, None, "The record is not an object.")
    except (ijson.JSONError, UnicodeDecodeError):
        raise UnusableFile(f"The JSON document is broken after record {place}.") from None
    if not place:
        raise UnusableFile(
            f"The JSON document has no records at {prefix.removesuffix(_ARRAY).strip('.') or 'its top'}."
        )


def _csv(file: BinaryIO) -> Iterator[Row]:
    lines = physical_lines(file)
    first = next(lines, None)
    if first is None or first[1] is None:
        raise UnusableFile("The file is empty, or its first line names no columns.")
    counts = [first[1].count(each.encode()) for each in _DELIMITERS]
    delimiter = _DELIMITERS[counts.index(max(counts))]
    head = next(csv_records(iter([first]), delimiter), None)
    if head is None or head.refused:
        raise UnusableFile("The first line does not name the columns as CSV after RFC 4180, in UTF-8.")
    names = [name.strip() for name in head.cells]
    for record in csv_records(lines, delimiter):
        if record.refused:
            yield Row(record.place, None, record.refused)
        elif len(record.cells) != len(names):
            yield Row(record.place, None, f"The line has {len(record.cells)} cells; there are {len(names)} columns.")
        else:
            yield Row(record.place, {name: cell for name, cell in zip(names, record.cells, strict=True) if cell})
