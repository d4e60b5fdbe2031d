"""yescrypt, gost-yescrypt, scrypt ($7$) and $2x$, by the system's libcrypt (libxcrypt: crypt_rn(3), crypt(5)).

No package on PyPI is kept and has wheels for all of these. Linux distributions have libcrypt, because log-ins there use
it; where it is missing, such hashes are refused at the import.
"""

import ctypes
import re
from contextlib import suppress
from functools import lru_cache
from typing import Any

from gatepost.passwords.legacy.scheme import Cost, Scheme, Secrets, Settings, within
from gatepost.passwords.legacy.unusable import UnusableHash

_DATA = 32768  # bytes of struct crypt_data
_RATE = 1_000_000  # a second does at least so many times N * r
_ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SHAPES = (
    re.compile(r"\$g?y\$(?P<flavour>[./A-Za-z0-9])(?P<numbers>[./A-Za-z0-9]{1,40})\$[./A-Za-z0-9]{1,86}"),
    re.compile(r"\$7\$(?P<scrypt>[./A-Za-z0-9]{11})[./A-Za-z0-9]{1,64}"),
    re.compile(r"\$2x\$(?P<bcrypt>[0-9]{2})\$[./A-Za-z0-9]{22}"),
)


def _cost(settings: Settings) -> Cost:
    setting: str = settings["setting"]
    found = next((match for shape in _SHAPES if (match := shape.fullmatch(setting))), None)
    if found is None:
        raise UnusableHash("its settings are not as they should be")
    if _library() is None:
        raise UnusableHash("this system has no libcrypt that can verify it")
    parts = found.groupdict()
    if "bcrypt" in parts:
        return Cost(2 ** within("bcrypt's cost", int(parts["bcrypt"]), 4, 31) * 80e-6)
    if "scrypt" in parts:
        text = parts["scrypt"]
        return _memory(2 ** _ALPHABET.index(text[0]), _fixed(text[1:6]), _fixed(text[6:11]))
    log_n, r, *others = [*_numbers(parts["numbers"]), 0]
    if others != [0] or parts["flavour"] != "j":  # p, t, g and ROM, which no crypt_gensalt(3) writes
        raise UnusableHash("its settings of yescrypt are none that crypt(5) makes")
    return _memory(2 ** min(log_n, 64), r, 1)


def _memory(n: int, r: int, p: int) -> Cost:
    within("N", n, 2, 2**31)
    within("r * p", r * p, 1, 2**30 - 1)
    return Cost(n * r * p / _RATE, n * r * 128 / 2**20)


def _fixed(text: str) -> int:
    """Thirty bits, the lowest first."""
    return sum(_ALPHABET.index(each) << 6 * place for place, each in enumerate(text))


def _numbers(text: str) -> list[int]:
    """The numbers N's logarithm and r of yescrypt, in its encoding of variable length, each at least 1."""
    numbers, rest = [], text
    while rest:
        first, start, end, characters, bits = _ALPHABET.index(rest[0]), 0, 47, 1, 0
        value = 1
        while first > end:
            value += (end + 1 - start) << bits
            start, end = end + 1, end + 1 + (62 - end) // 2
            characters, bits = characters + 1, bits + 6
        value += (first - start) << bits
        if len(rest) < characters:
            raise UnusableHash("its settings are cut off")
        for each in rest[1:characters]:
            bits -= 6
            value += _ALPHABET.index(each) << bits
        numbers.append(value)
        rest = rest[characters:]
    return numbers


def _compute(password: bytes, settings: Settings, _: Secrets) -> bytes:
    library, data = _library(), ctypes.create_string_buffer(_DATA)
    setting: str = settings["setting"]
    text = None if library is None else library.crypt_rn(password, setting.encode(), data, _DATA)
    if text is None or not text.startswith(setting.encode()):
        raise UnusableHash("libcrypt cannot verify it")
    return bytes(text[len(setting) :]).removeprefix(b"$")


@lru_cache(maxsize=1)
def _library() -> Any:
    """libcrypt with its function crypt_rn, which threads may call at once; None if there is none."""
    for name in ("libcrypt.so.1", "libcrypt.so.2"):
        with suppress(OSError):
            library: Any = ctypes.CDLL(name)
            if hasattr(library, "crypt_rn"):
                library.crypt_rn.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_void_p, ctypes.c_int]
                library.crypt_rn.restype = ctypes.c_char_p
                return library
    return None


SCHEMES = {"libcrypt": Scheme({"setting": str}, _cost, _compute)}
