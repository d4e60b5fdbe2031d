"""Helpers that read records strictly: one text for each value, because a tolerant reader takes two for one."""

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

from gatepost.passwords.legacy.unusable import UnusableHash

_MAX_EXTRA = 1000  # characters of a pepper, salt or key
_ADAPTED = str.maketrans(".", "+")  # passlib's Base64


def base64(text: str, *, padded: bool | None = None) -> bytes:
    """Standard Base64, *padded*, or not, or either (None). Raises UnusableHash."""
    try:
        raw = b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), validate=True)
    except ValueError:
        raise UnusableHash("a part of it is no Base64") from None
    written = b64encode(raw).decode()
    allowed = {True: (written,), False: (written.rstrip("="),), None: (written, written.rstrip("="))}[padded]
    if text not in allowed:
        raise UnusableHash("a part of it is no Base64, or is cut off")
    return raw


def adapted64(text: str) -> bytes:
    """The Base64 of passlib: a dot for the plus, no padding. Raises UnusableHash."""
    if "+" in text:
        raise UnusableHash("a part of it is no Base64 of passlib")
    return base64(text.translate(_ADAPTED), padded=False)


def hexadecimal(text: str, *, size: int | None = None) -> bytes:
    """Bytes in hexadecimal, *size* of them, in lower or upper case throughout. Raises UnusableHash."""
    if re.fullmatch("(?:[0-9a-f]{2})+|(?:[0-9A-F]{2})+", text) is None:
        raise UnusableHash("a part of it is no hexadecimal text")
    raw = bytes.fromhex(text)
    if size is not None and len(raw) != size:
        raise UnusableHash(f"a part of it has {len(raw)} bytes, not {size}")
    return raw


def number(text: object) -> int:
    """A whole number in decimal digits. Raises UnusableHash."""
    if isinstance(text, bool) or re.fullmatch("0|[1-9][0-9]{0,10}", str(text), re.ASCII) is None:
        raise UnusableHash("a part of it is no number, or is huge")
    return int(str(text))


def parts(pattern: str, text: str, what: str) -> tuple[str, ...]:
    """The groups of *pattern*, which the whole *text* has to match. Raises UnusableHash: it is not *what*."""
    found = re.fullmatch(pattern, text, re.ASCII | re.DOTALL)
    if found is None:
        raise UnusableHash(f"this is not {what}")
    return found.groups("")


def members(text: str, *names: str) -> list[Any]:
    """The values of these *names* in a JSON object. Raises UnusableHash."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise UnusableHash("this is no JSON object")
    if missing := [name for name in names if name not in content]:
        raise UnusableHash(f"the JSON object lacks {', '.join(missing)}")
    return [content[name] for name in names]


def text_of(extra: Mapping[str, Any], *names: str) -> str:
    """The text that *extra* has under the first of these *names*. Raises UnusableHash."""
    for name in names:
        value = extra.get(name)
        if isinstance(value, str) and len(value) <= _MAX_EXTRA:
            return value
        if value is not None:
            raise UnusableHash(f"{name} in extra is no text of at most {_MAX_EXTRA} characters")
    raise UnusableHash(f"extra lacks {names[0]}")


def number_of(extra: Mapping[str, Any], *names: str, default: int | None = None) -> int:
    """The number that *extra* has under the first of these *names*, or the *default*. Raises UnusableHash."""
    for name in names:
        if extra.get(name) is not None:
            return number(extra[name])
    if default is None:
        raise UnusableHash(f"extra lacks {names[0]}")
    return default
