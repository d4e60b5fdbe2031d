"""The records of CSV (RFC 4180), whose quoted cells may hold line ends. A broken one costs no line but its first."""

import csv
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from gatepost.imports.physical_lines import LINE_MAX, TOO_LONG, Numbered

_LINES_MAX = 100  # of one record; an open quote looks no further
_NOT_CSV = "The line is not CSV after RFC 4180: see its quotes and line ends."
_OPEN = "A quote of this line is not closed."
_NOT_UTF8 = "The line is not UTF-8."
_NUL = "The line has a NUL character."


class Record(NamedTuple):
    """The cells of a record that begins in the line *place*; or why it cannot be read."""

    place: int
    cells: list[str]
    refused: str = ""


def csv_records(lines: Iterator[Numbered], delimiter: str) -> Iterator[Record]:
    """Read the records in these numbered *lines*. Of a broken one the first line is refused, and the next begins anew.

    A record goes on as long as the number of its quotes is odd, because a quote within a cell is doubled.
    """
    waiting: deque[Numbered] = deque()
    while True:
        taken = _take(waiting, lines)
        if not taken:
            return
        place = taken[0][0]
        record = _parse(taken, delimiter)
        if record.refused:
            waiting.extendleft(reversed(taken[1:]))
        if record.refused or record.cells:
            yield record._replace(place=place)


def _take(waiting: deque[Numbered], lines: Iterator[Numbered]) -> list[Numbered]:
    """The lines of the next record; only the first if its quotes are never closed."""
    taken: list[Numbered] = []
    quotes = size = 0
    while len(taken) < _LINES_MAX and size <= LINE_MAX:
        following = waiting.popleft() if waiting else next(lines, None)
        if following is None:
            break
        taken.append(following)
        text = following[1]
        if text is None:
            break
        quotes, size = quotes + text.count(b'"'), size + len(text)
        if quotes % 2 == 0:
            break
    return taken


def _parse(taken: list[Numbered], delimiter: str) -> Record:
    """The record in these lines; one without cells is an empty line."""
    texts = [text for _, text in taken if text is not None]
    if len(texts) < len(taken):
        return Record(0, [], _OPEN if texts else TOO_LONG)
    whole = b"".join(texts)
    if whole.count(b'"') % 2:
        return Record(0, [], _OPEN)
    if b"\x00" in whole:
        return Record(0, [], _NUL)
    try:
        (cells,) = csv.reader([whole.decode()], delimiter=delimiter, strict=True)
    except UnicodeDecodeError:
        return Record(0, [], _NOT_UTF8)
    except (csv.Error, ValueError):
        return Record(0, [], _NOT_CSV)
    return Record(0, cells)
