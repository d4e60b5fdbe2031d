"""The form of a personal access token: a prefix, 256 random bits, and a checksum.

A scanner for leaked secrets finds it by the prefix, and dismisses by the checksum what only looks like one. We refuse
such a text without asking the database. The form is that of GitHub's tokens: base62, and CRC-32 of all that is before.
"""

import re
from zlib import crc32

from gatepost.crypto import random_bytes

PREFIX = "gp_pat_"
HINT = 4  # characters at its end that are shown again
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_RANDOM_BYTES, _RANDOM, _CHECKSUM = 32, 43, 6  # 62^43 > 2^256, 62^6 > 2^32
_FORM = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{_RANDOM + _CHECKSUM}}}")


def new_token() -> str:
    """A token that nobody has."""
    body = PREFIX + _base62(int.from_bytes(random_bytes(_RANDOM_BYTES)), _RANDOM)
    return body + _checksum(body)


def is_personal(text: str) -> bool:
    """Whether *text* claims to be a personal token."""
    return text.startswith(PREFIX)


def is_well_formed(token: str) -> bool:
    """Whether *token* has the form and the right checksum, so that it may be one of ours."""
    return _FORM.fullmatch(token) is not None and token[-_CHECKSUM:] == _checksum(token[:-_CHECKSUM])


def _checksum(body: str) -> str:
    return _base62(crc32(body.encode()), _CHECKSUM)


def _base62(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, digit = divmod(number, len(_DIGITS))
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))
