"""Strict JSON: one parser for every body, so that no body has two interpretations (ASVS 1.5.3)."""

import json
import re
from typing import Any, NoReturn

from gatepost.errors import MalformedJSON, UnsupportedMediaType
from gatepost.http.body import read_body

MAX_DEPTH = 32
_JSON_TYPE = re.compile(r"application/([a-z0-9.+-]+\+)?json")
# Possessive, with an optional closing quote: otherwise an unterminated string makes it backtrack from each quote.
_TOKENS = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


def read_json() -> Any:
    """The parsed body of the present request. A missing Content-Type counts as JSON.

    Raises UnsupportedMediaType, TooLarge, MalformedJSON.
    """
    return parse_json(read_body(_JSON_TYPE, otherwise=UnsupportedMediaType))


def parse_json(raw: bytes) -> Any:
    """Parse JSON in UTF-8: no NaN, no duplicate key, no lone surrogate, MAX_DEPTH levels. Raises MalformedJSON."""
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
        raise ValueError("duplicate key")
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
