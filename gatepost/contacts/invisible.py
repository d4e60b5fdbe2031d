"""Characters that are not seen: the property Default_Ignorable_Code_Point of Unicode (DerivedCoreProperties.txt, 17.0).

Python's unicodedata does not have this property. Unicode reserves the ranges, so that a character that is assigned
there later is one of them, too.
"""

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


def is_ignorable(character: str) -> bool:
    """Whether programs show nothing in place of *character* where they do not know it."""
    place = bisect_right(_STARTS, ord(character)) - 1
    return place >= 0 and ord(character) <= _RANGES[place][1]
