"""CRAM-MD5 as Dovecot keeps it: the states of HMAC-MD5 (RFC 2104) after its two blocks of the key, in hexadecimal.

No library shows the state of MD5 between blocks, so the compression function (RFC 1321) is here.
"""

import hashlib
import math
import struct
from collections.abc import Callable

from gatepost.passwords.legacy.scheme import Cost, Scheme, Secrets, Settings

_BLOCK, _WORD = 64, 0xFFFFFFFF
_ROUNDS: tuple[tuple[Callable[[int, int, int], int], int, int, tuple[int, ...]], ...] = (
    (lambda b, c, d: (b & c) | (~b & d), 1, 0, (7, 12, 17, 22)),
    (lambda b, c, d: (d & b) | (~d & c), 5, 1, (5, 9, 14, 20)),
    (lambda b, c, d: b ^ c ^ d, 3, 5, (4, 11, 16, 23)),
    (lambda b, c, d: c ^ (b | (~d & _WORD)), 7, 0, (6, 10, 15, 21)),
)
_SINES = [int(abs(math.sin(step + 1)) * 2**32) & _WORD for step in range(64)]
_START = (0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476)


def _compute(password: bytes, _: Settings, _secrets: Secrets) -> bytes:
    """The state of the outer hash, then that of the inner one."""
    key = hashlib.md5(password, usedforsecurity=False).digest() if len(password) > _BLOCK else password
    block = key.ljust(_BLOCK, b"\0")
    return _state(bytes(byte ^ 0x5C for byte in block)) + _state(bytes(byte ^ 0x36 for byte in block))


def _state(block: bytes) -> bytes:
    """The state of MD5 after one block."""
    words = struct.unpack("<16I", block)
    a, b, c, d = _START
    for step in range(64):
        mix, factor, offset, shifts = _ROUNDS[step // 16]
        turned = (a + mix(b, c, d) + _SINES[step] + words[(factor * step + offset) % 16]) & _WORD
        shift = shifts[step % 4]
        a, d, c, b = d, c, b, (b + (turned << shift | turned >> (32 - shift))) & _WORD
    return struct.pack("<4I", *((one + two) & _WORD for one, two in zip(_START, (a, b, c, d), strict=True)))


SCHEMES = {"cram-md5": Scheme({}, lambda _: Cost(0), _compute)}
