"""Files of names and hashes with colons between: shadow of Linux (shadow(5)), and htpasswd of Apache."""

from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from gatepost.imports.line import Line
from gatepost.imports.physical_lines import TOO_LONG, physical_lines
from gatepost.imports.unusable import UnusableFile

_LOCKED = ("!", "*")
_BAD = "The line is not a name, a colon and a hash, in UTF-8."


def reader(system: str) -> Callable[[BinaryIO, Mapping[str, str]], Iterator[Line]]:
    """A reader of such files, whose hashes are those of *system*.

    Empty lines and comments are none. A name whose hash is locked has no password. Raises UnusableFile for any option.
    """

    def read(file: BinaryIO, options: Mapping[str, str]) -> Iterator[Line]:
        if options:
            raise UnusableFile("This format has no options.")
        return _lines(file, system)

    return read


def _lines(file: BinaryIO, system: str) -> Iterator[Line]:
    for place, raw in physical_lines(file):
        if raw is None:
            yield Line(place, None, TOO_LONG)
            continue
        try:
            text = raw.decode().strip()
        except UnicodeDecodeError:
            yield Line(place, None, _BAD)
            continue
        if not text or text.startswith("#"):
            continue
        name, colon, rest = text.partition(":")
        stored = rest.partition(":")[0]
        if not name or not colon:
            yield Line(place, None, _BAD)
        elif not stored or stored.startswith(_LOCKED):
            yield Line(place, {"external_id": name, "username": name})
        else:
            password = {"system": system, "stored": stored}
            yield Line(place, {"external_id": name, "username": name, "password": password})
