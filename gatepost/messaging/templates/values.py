"""Makes values fit for a message. Strangers choose some of them (usernames, devices), and may try to say more."""

import re
import unicodedata
from typing import Any

_LONGEST = 200  # characters; links are our own, and are not cut
_JOINERS = "\u200c\u200d"  # without them, Bengali and others are misspelt
_ISOLATE, _END = "\u2068", "\u2069"
_DOT_BEFORE_A_LETTER = re.compile(r"\.(?=[^\W\d_])")
_CHOSEN_BY_STRANGERS = frozenset({"username", "device"})


def fit(name: str, value: Any) -> Any:
    """The value *name* as a template may have it: on one line, without what changes the text around it."""
    if not isinstance(value, str) or name == "link":
        return value
    text = " ".join("".join(map(_visible, value)).split())[:_LONGEST]
    if name in _CHOSEN_BY_STRANGERS:  # mail programs would make a link of the username evil.example
        text = _DOT_BEFORE_A_LETTER.sub(".\u2060", text)
    if any(unicodedata.bidirectional(character) in ("R", "AL") for character in text):
        text = f"{_ISOLATE}{text}{_END}"  # its direction ends where it ends (UAX 9)
    return text


def _visible(character: str) -> str:
    """*character*, a space for one that breaks the line, nothing for an invisible one (bidirectional controls)."""
    category = unicodedata.category(character)
    if category in ("Cc", "Zl", "Zp"):
        return " "
    return "" if category in ("Cf", "Cs") and character not in _JOINERS else character
