"""Blanks around text that people typed."""

import unicodedata


def trimmed(text: str) -> str:
    """*text* without the blanks before and behind it: tabs and spaces of any script, but no line ends.

    Every identifier is trimmed, because keyboards and address books add a blank. No password is.
    """
    start, end = 0, len(text)
    while start < end and _is_blank(text[start]):
        start += 1
    while start < end and _is_blank(text[end - 1]):
        end -= 1
    return text[start:end]


def _is_blank(character: str) -> bool:
    return character == "\t" or unicodedata.category(character) == "Zs"
