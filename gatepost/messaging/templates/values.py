"""Sanitizes the values of a message, because users choose some of them (usernames, devices)."""

import re
import unicodedata
from typing import Any

_LONGEST = 200  # characters; links are our own, and are not truncated
_JOINERS = "\u200c\u200d"  # needed to spell Bengali and other languages
_ISOLATE, _END = "\u2068", "\u2069"
_DOT_BEFORE_A_LETTER = re.compile(r"\.(?=[^\W\d_])")
_CHOSEN_BY_USERS = frozenset({"username", "device", "passkey"})


def sanitize(name: str, value: Any) -> Any:
    """The value of the variable *name* on one line, without characters that change the text around it."""
    if not isinstance(value, str) or name == "link":
        return value
    text = " ".join("".join(map(_visible, value)).split())[:_LONGEST]
    if name in _CHOSEN_BY_USERS:  # otherwise mail programs make a link of the username evil.example
        text = _DOT_BEFORE_A_LETTER.sub(".\u2060", text)
    if any(unicodedata.bidirectional(character) in ("R", "AL") for character in text):
        text = f"{_ISOLATE}{text}{_END}"  # so that its direction ends with it (UAX 9)
    return text


def _visible(character: str) -> str:
    """*character*; a space for a line break; nothing for an invisible one (bidirectional controls)."""
    category = unicodedata.category(character)
    if category in ("Cc", "Zl", "Zp"):
        return " "
    return "" if category in ("Cf", "Cs") and character not in _JOINERS else character
