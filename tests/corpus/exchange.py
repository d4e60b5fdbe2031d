"""A request and its answer, as they are kept: readable, complete, with placeholders for what is random."""

import hashlib
import json
import re
from base64 import b64decode
from typing import Any

from werkzeug.test import TestResponse

from tests.corpus.placeholders import Placeholders

_LONG = 20_000  # bytes; of what is longer only the digest is kept
_REQUEST_ID = re.compile(r"[0-9a-f]{12}-[0-9]+|[0-9a-f]{13,}")
# Left out where an answer has exactly these; null where it lacks one.
_USUAL = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Content-Type": "application/json",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Request-ID": "<request id>",
}


def describe_request(
    method: str, path: str, headers: dict[str, str], body: bytes, hide: Placeholders
) -> dict[str, Any]:
    told: dict[str, Any] = {"request": hide.apply(f"{method} {path}")}
    if headers:
        told["sent"] = {name: hide.apply(_readable(value)) for name, value in headers.items()}
    if body:
        told["body"] = _describe_body(body, hide)
    return told


def describe_answer(answer: TestResponse, hide: Placeholders) -> dict[str, Any]:
    raw = answer.get_data()
    body = _describe_body(raw, hide)
    told: dict[str, Any] = {"status": answer.status, "headers": _describe_headers(answer, raw, body, hide)}
    if raw:
        told["answer"] = body
    return told


def _describe_headers(answer: TestResponse, raw: bytes, body: Any, hide: Placeholders) -> dict[str, Any]:
    """By name, with the usual ones left out. A length that follows from random values is only checked."""
    found: dict[str, list[str]] = {}
    for name, value in sorted(answer.headers.items(), key=lambda header: header[0].lower()):
        found.setdefault(name, []).append(hide.apply(value))
    if "Allow" in found:  # its order is that of a set, another in each process
        found["Allow"] = [", ".join(sorted(value.split(", "))) for value in found["Allow"]]
    if _is_random(body) and found.get("Content-Length") == [str(len(raw))]:
        found["Content-Length"] = ["<of the answer>"]
    if "X-Request-ID" in found and all(map(_REQUEST_ID.fullmatch, answer.headers.getlist("X-Request-ID"))):
        found["X-Request-ID"] = ["<request id>"]
    told: dict[str, Any] = {name: None for name in _USUAL if name not in found}
    for name, values in found.items():
        if values != [_USUAL.get(name)]:
            told[name] = values[0] if len(values) == 1 else values
    return dict(sorted(told.items(), key=lambda header: header[0].lower()))


def _is_random(body: Any) -> bool:
    return re.search(r"<[a-z ]+ [0-9]+>", json.dumps(body)) is not None


def _describe_body(raw: bytes, hide: Placeholders) -> Any:
    if len(raw) > _LONG and not raw.startswith(b'{"openapi"'):
        return {"bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}
    text = hide.apply(raw.decode("utf-8", "backslashreplace"))
    tree = _tree(text)
    if tree is not None:
        return tree
    return text.split("\n") if "\n" in text else text


def _tree(text: str) -> Any:
    """The value of a JSON text without white space; None if it is none, for then it is kept as it is."""
    try:
        tree = json.loads(text)
    except ValueError:
        return None
    same = isinstance(tree, (dict, list)) and json.dumps(tree, ensure_ascii=False, separators=(",", ":")) == text
    return tree if same else None


def _readable(value: str) -> str:
    """HTTP Basic with its two parts."""
    scheme, _, encoded = value.partition(" ")
    if scheme == "Basic":
        try:
            return f"Basic of {b64decode(encoded, validate=True).decode()}"
        except ValueError:
            pass
    return value
