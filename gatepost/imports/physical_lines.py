"""The lines of a file, as bytes: one that is too long is never in memory as a whole."""

from collections.abc import Iterator
from typing import BinaryIO

from gatepost.imports.unusable import UnusableFile

LINE_MAX = 65_536  # bytes, as of a request's body; the longest hash of a password has 2,000
TOO_LONG = f"The line has more than {LINE_MAX:,} bytes."
Numbered = tuple[int, bytes | None]
"""A line with its number; None in place of one that is too long."""
_BOM = b"\xef\xbb\xbf"
_OTHERS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")  # UTF-16 and UTF-32


def physical_lines(file: BinaryIO) -> Iterator[Numbered]:
    """Number each line of *file* from 1. A byte order mark is left out.

    Raises UnusableFile for UTF-16 and UTF-32, which spreadsheets call Unicode.
    """
    place = 0
    while line := file.readline(LINE_MAX + 1):
        place += 1
        if place == 1:
            if line.startswith(_OTHERS):
                raise UnusableFile("The file is not UTF-8. Save it as UTF-8, or convert it: iconv -f UTF-16 -t UTF-8")
            line = line.removeprefix(_BOM)
        if len(line) > LINE_MAX and not line.endswith(b"\n"):
            _skip_rest(file)
            yield place, None
        else:
            yield place, line


def _skip_rest(file: BinaryIO) -> None:
    while (part := file.readline(LINE_MAX)) and not part.endswith(b"\n"):
        pass
