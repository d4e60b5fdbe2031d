"""Strict JSON in: one parser for every body, so that nothing is understood in two ways (ASVS 1.5.3)."""

import json
import re
from typing import Any, NoReturn

from gatepost.errors import MalformedJSON, UnsupportedMediaType
from gatepost.http.body import read_body

MAX_DEPTH = 32
_JSON_TYPE = re.compile(r"application/([a-z0-9.+-]+\+)?json *(; *charset *= *\"?utf-?8\"? *)?", re.IGNORECASE)
# Possessive, and content with a text that never ends: it must not try again from each quote within.
_TOKENS = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


def read_json() -> Any:
    """The body of the present request. No Content-Type counts as JSON.

    Raises UnsupportedMediaType, TooLarge, MalformedJSON.
    """
    return parse_json(read_body(_JSON_TYPE, otherwise=UnsupportedMediaType))


def parse_json(raw: bytes) -> Any:
    """The value of a JSON text in UTF-8: no NaN, no key twice, no half characters, at most 32 levels deep."""
    try:
        text = raw.decode("utf-8")
        if text.count("[") + text.count("{") > MAX_DEPTH:
            _refuse_depth(text)
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise MalformedJSON from None
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _refuse_depth(text: str) -> None:
    depth = 0
    for match in _TOKENS.finditer(text):
        if match[0] in "[{":
            depth += 1
        elif match[0] in "]}":
            depth -= 1
        if depth > MAX_DEPTH:
            raise ValueError("too deep")
