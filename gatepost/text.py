"""Text that people typed: blanks around it, and which text shows something.

Python's unicodedata lacks the property Default_Ignorable_Code_Point of Unicode (DerivedCoreProperties.txt, 17.0), so
its ranges are here. Unicode reserves them: a character that is assigned there later is ignorable, too.
"""

import unicodedata
from bisect import bisect_right

_RANGES = (
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)
_STARTS = [first for first, _ in _RANGES]
_NOT_IN_A_NAME = ("Cc", "Cf", "Cs", "Zl", "Zp")  # control and format characters, halves of characters, line ends
_JOINERS = "\u200c\u200d"  # Persian, the scripts of India and emoji need them
_BLANK_BRAILLE = "\u2800"  # a symbol of Unicode that has no dots


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


def shows_something(text: str) -> bool:
    """Whether a reader sees anything of *text*: not only blanks, control characters and ignorable ones."""
    return not all(
        unicodedata.category(each)[0] in "ZC" or is_ignorable(each) or each == _BLANK_BRAILLE for each in text
    )


def is_name(text: str) -> bool:
    """Whether *text* is one line that shows something, and holds no character that moves or hides others."""
    return shows_something(text) and not any(
        unicodedata.category(each) in _NOT_IN_A_NAME and each not in _JOINERS for each in text
    )


def is_ignorable(character: str) -> bool:
    """Whether programs show nothing in place of *character* where they do not know it."""
    place = bisect_right(_STARTS, ord(character)) - 1
    return place >= 0 and ord(character) <= _RANGES[place][1]
