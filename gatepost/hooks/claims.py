"""Claims that the blocking hook adds to access tokens: which names and values there may be."""

import re
from typing import Any

import orjson

CLAIMS_MAX = 1000  # bytes of JSON; a token has at most 4,096 characters
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.:/-]{0,99}", re.ASCII)
_OF_TOKENS = {"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "sid", "client_id", "auth_time", "amr", "acr", "act"}
_OF_OTHERS = {"azp", "cnf", "may_act", "events", "typ", "alg", "kid"}  # RFC 7519, 7800, 8417, 8693
_OF_ANSWERS = {"role", "roles", "scope", "username", "active", "token_type", "fields"}
_OURS = frozenset(_OF_TOKENS | _OF_OTHERS | _OF_ANSWERS)


def is_free(name: str, value: Any) -> bool:
    """Whether a hook may add this claim: its name is none of ours or of RFC 9068, and its value is plain.

    A name of ours in other letter case is ours, too. Some readers of JSON, such as that of Go, take ``Roles`` for
    ``roles``.
    """
    plain = all(isinstance(each, str | int | float | None) for each in (value if isinstance(value, list) else [value]))
    return _NAME.fullmatch(name) is not None and not _is_ours(name) and plain


def read_claims(stored: str | None) -> dict[str, Any]:
    """The claims that a session has, without those whose names have become ours since it began."""
    return {} if stored is None else others_in(orjson.loads(stored))


def others_in(claims: dict[str, Any]) -> dict[str, Any]:
    """Those of a token's *claims* that a hook has added."""
    return {name: value for name, value in claims.items() if not _is_ours(name)}


def _is_ours(name: str) -> bool:
    return name.lower() in _OURS
