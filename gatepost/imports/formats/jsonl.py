"""JSON lines: an object in each line, in UTF-8, after jsonlines.org. Empty lines are none."""

from collections.abc import Iterator, Mapping
from typing import BinaryIO

import orjson

from gatepost.imports.line import Line
from gatepost.imports.physical_lines import TOO_LONG, physical_lines
from gatepost.imports.unusable import UnusableFile

_NOT_JSON = "The line is not one JSON object in UTF-8."


def read(file: BinaryIO, options: Mapping[str, str]) -> Iterator[Line]:
    """Read JSON lines; a line that cannot be read does not stop it. Raises UnusableFile for any option."""
    if options:
        raise UnusableFile("JSON lines have no options.")
    for place, text in physical_lines(file):
        if text is None:
            yield Line(place, None, TOO_LONG)
            continue
        try:
            value = orjson.loads(text)
        except orjson.JSONDecodeError:
            if text.strip():
                yield Line(place, None, _NOT_JSON)
            continue
        yield Line(place, value) if isinstance(value, dict) else Line(place, None, _NOT_JSON)
