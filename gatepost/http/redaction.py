"""Redaction: no password, token, code or whole mobile number gets into a log, also from libraries (ASVS 16.2.5)."""

import re
from collections.abc import MutableMapping
from typing import Any

_SECRET_NAMES = re.compile(
    r"pass(word|wd)?|secret|token|authorization|cookie|csrf|code|otp|salt|mobile|phone|email|dsn|database_uri",
    re.IGNORECASE,
)
_TOKENS = re.compile(
    r"\beyJ[\w-]*\.?[\w.-]*|\$argon2[^\s'\"]*|(?i:bearer)\s+[^\s'\"]+|gatepost-session=[^\s;'\"]+|gp_pat_\w*"
    r"|gatepost-forward(?:-state)?=[^\s;'\"]+|\b[0-9a-f]{32}\.[\w-]{43}"
)
_URL_PASSWORDS = re.compile(r"(://[^:/@\s]{0,255}:)[^@\s]{1,512}@")
_NUMBERS = re.compile(r"(?<![0-9A-Za-z.-])\+?[0-9][0-9 ()/-]{5,18}[0-9](?![0-9A-Za-z:-]|\.[0-9])")
_NOT_ON_A_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
HIDDEN = "[redacted]"


def redact(text: str) -> str:
    """*text* on one line, without tokens, passwords in URLs, and digits that may be a phone number."""
    text = _URL_PASSWORDS.sub(rf"\1{HIDDEN}@", _TOKENS.sub(HIDDEN, text))
    return _NOT_ON_A_LINE.sub(_escape, _NUMBERS.sub(HIDDEN, text))


def _escape(match: re.Match[str]) -> str:
    return ascii(match[0])[1:-1]


def redact_event(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: redact values by their name and by their form."""
    for name, value in event.items():
        if name in ("request_id", "timestamp", "level"):
            continue
        if _SECRET_NAMES.search(name) and value is not None:
            event[name] = HIDDEN
        elif name == "exception":
            event[name] = "\n".join(map(redact, str(value).split("\n")))
        elif isinstance(value, str):
            event[name] = redact(value)
    return event
