"""The media type of a body, as its header Content-Type names it (RFC 9110, sections 5.6.6 and 8.3.1)."""

import re

_MAX = 1000  # characters; longer headers are no media type
_WORD = r"[!#$%&'*+.^_`|~0-9A-Za-z-]++"
_TYPE = re.compile(rf"[ \t]*+({_WORD}/{_WORD})")
# A semicolon may have no parameter behind it. Possessive, so that no header makes it backtrack.
_PARAMETER = re.compile(
    rf'[ \t]*+;[ \t]*+(?:({_WORD})[ \t]*+=[ \t]*+(?:({_WORD})|"((?:[^"\\\x00-\x1f\x7f]|\\[\t\x20-\x7e])*+)"))?+'
)
_UTF_8 = frozenset({"utf-8", "utf8"})


def text_type(header: str) -> str | None:
    """The media type that *header* names, in lower case; its unknown parameters are ignored.

    None if the header is malformed, or names another ``charset`` than UTF-8.
    """
    found = _TYPE.match(header) if len(header) <= _MAX else None
    if found is None:
        return None
    place, end = found.end(), len(header.rstrip(" \t"))
    while place < end:
        parameter = _PARAMETER.match(header, place)
        if parameter is None:
            return None
        name, token, quoted = parameter.groups()
        if name and name.lower() == "charset" and (token or quoted or "").lower() not in _UTF_8:
            return None
        place = parameter.end()
    return found[1].lower()
