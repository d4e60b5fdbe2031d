"""Sanitizes the values of a message, because users choose some of them (usernames, devices)."""

import re
import unicodedata
from typing import Any

_LONGEST = 200  # characters; links are our own, and are not truncated
_JOINERS = "\u200c\u200d"  # needed to spell Bengali and other languages
_ISOLATE, _END = "\u2068", "\u2069"
_DOT_BEFORE_A_LETTER = re.compile(r"\.(?=[^\W\d_])")
_CHOSEN_BY_USERS = frozenset({"username", "device", "passkey"})


def sanitize(name: str, value: Any, *, right_to_left: bool = False) -> Any:
    """The value of the variable *name* on one line, without characters that change the text around it.

    A value whose parts the direction of the text would reorder is isolated (UAX 9): ``[אדה]`` in any text, and
    ``2026-11-23 07:30 UTC`` in a text that is written *right_to_left*. A code or link never is, because people copy it.
    """
    if not isinstance(value, str) or name == "link":
        return value
    text = " ".join("".join(map(_visible, value)).split())[:_LONGEST]
    if name in _CHOSEN_BY_USERS:  # otherwise mail programs make a link of the username evil.example
        text = _DOT_BEFORE_A_LETTER.sub(".\u2060", text)
    classes = [unicodedata.bidirectional(character) for character in text]
    if not {"R", "AL"}.isdisjoint(classes) or (right_to_left and not _keeps_its_order(classes)):
        text = f"{_ISOLATE}{text}{_END}"
    return text


def _keeps_its_order(classes: list[str]) -> bool:
    """Whether a text of these bidirectional *classes*, none of them R or AL, looks the same from right to left.

    It does if it begins and ends with a left-to-right letter (or ends with a digit after one), or is one number.
    """
    return set(classes) <= {"EN"} or (classes[0] == "L" and classes[-1] in ("L", "EN"))


def _visible(character: str) -> str:
    """*character*; a space for a line break; nothing for an invisible one (bidirectional controls)."""
    category = unicodedata.category(character)
    if category in ("Cc", "Zl", "Zp"):
        return " "
    return "" if category in ("Cf", "Cs") and character not in _JOINERS else character
