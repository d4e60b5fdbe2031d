"""Sign and verify JSON Web Tokens after RFC 8725: the verifier fixes algorithm, type, issuer and audience.

The header begins with ``typ``, as the founding document's sample tokens do. A token that was verified or signed here is
cached by its digest. The cache saves verifying the signature, never the check whether its session is alive.
"""

import hashlib
import json
import re
import threading
from base64 import urlsafe_b64decode
from collections.abc import Collection
from contextvars import ContextVar, Token
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

import jwt
import orjson
from jwt.utils import base64url_encode

from gatepost import clock
from gatepost.errors import InvalidToken
from gatepost.keys.ring import Key, Ring, current_ring

MAX_LENGTH = 4096
_HEADER = {"typ", "alg", "kid"}  # ours have these and no more: no key of their own (jwk, jku, x5c), no crit.
# Times are compared here, with the service's clock, and only if they are whole numbers.
# The audience, too: one name, which is one of those that are taken.
_OPTIONS: Any = {"verify_exp": False, "verify_iat": False, "verify_nbf": False, "verify_aud": False}
_NEEDED = ("iss", "aud", "exp", "iat", "sub", "sid", "jti")
_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")  # RFC 7515: no padding, no white space
_PLAIN = re.compile(r"[\x21-\x7e]+")  # text that every engine can look up

_signer = jwt.PyJWS()
_CACHE_SIZE = 20_000
_verified: dict[bytes, tuple[str, dict[str, Any]]] = {}  # kid and claims, by digest
_cache_lock = threading.Lock()


def sign(claims: dict[str, Any], *, kind: str, issuer: str, audience: str) -> str:
    """A token of *kind* (its header's ``typ``), with its time of issue added. Raises Unavailable without a key."""
    ring, now = current_ring(), clock.now()
    pair = ring.signing(now).pair
    claims = {"iss": issuer, "aud": audience, "iat": int(now.timestamp()), **claims}
    signed = _header(kind, pair.algorithm, pair.kid) + b"." + base64url_encode(orjson.dumps(claims))
    signature = _signer.get_algorithm_by_name(pair.algorithm).sign(signed, pair.private)
    token = (signed + b"." + base64url_encode(signature)).decode()
    _cache(_digest(ring, kind, token), pair.kid, claims)
    return token


def verify(
    token: str, *, kind: str, issuer: str, audiences: Collection[str], required: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The claims of a token of *kind* that we signed, for one of these audiences, which has not expired.

    Raises InvalidToken.
    """
    checked = _checked.get()
    if checked is not None and checked.token == token and checked.kind == kind:
        return checked.claims
    if len(token) > MAX_LENGTH or not _COMPACT.fullmatch(token):
        raise InvalidToken
    ring, now = current_ring(), clock.now()
    digest = _digest(ring, kind, token)
    kid, claims = _verified.get(digest) or (None, None)
    if claims is None:
        kid = _kid(token, kind)
    key = ring.verifying(kid, now)
    if key is None:
        raise InvalidToken
    if claims is None:
        claims = _open(token, key, issuer=issuer, audiences=audiences, required=required)
        _cache(digest, key.pair.kid, claims)
    if not _is_in_time(claims, now):
        raise InvalidToken
    return claims


def _is_in_time(claims: dict[str, Any], now: datetime) -> bool:
    return bool(claims.get("nbf", 0) <= now.timestamp() < claims["exp"])


class Known(NamedTuple):
    """A token that was signed or verified here before, so that its claims are known without work."""

    token: str
    kind: str
    claims: dict[str, Any]
    kid: str
    ring: Ring

    def is_decided(self, now: datetime) -> bool:
        """Whether its key is known to verify at this moment. The caller looks at the age of the keys."""
        return self.ring.has(self.kid, now)

    def is_in_time(self, now: datetime) -> bool:
        """Whether it is valid already, and has not expired."""
        return _is_in_time(self.claims, now)


_checked: ContextVar[Known | None] = ContextVar("checked_token", default=None)


def find_known(token: str, *, kind: str) -> Known | None:
    """A token of *kind* that was signed or verified here before; None if that takes work."""
    ring = current_ring()
    kid, claims = _verified.get(_digest(ring, kind, token)) or (None, None)
    return None if claims is None or kid is None else Known(token, kind, claims, kid, ring)


def keep_checked(known: Known | None) -> Token[Known | None]:
    """Take this token, which is decided and in time, for verified until :func:`forget_checked`."""
    return _checked.set(known)


def forget_checked(state: Token[Known | None]) -> None:
    """End what :func:`keep_checked` began."""
    _checked.reset(state)


@lru_cache(maxsize=64)
def _header(kind: str, algorithm: str, kid: str) -> bytes:
    """The first part of a token: it is the same for all that a key signs."""
    return base64url_encode(orjson.dumps({"typ": kind, "alg": algorithm, "kid": kid}))


def _digest(ring: Ring, kind: str, token: str) -> bytes:
    """The key of a token in the cache. The salt of the ring separates services with other settings."""
    return hashlib.sha256(ring.salt + kind.encode() + b" " + token.encode()).digest()


def _cache(digest: bytes, kid: str, claims: dict[str, Any]) -> None:
    with _cache_lock:
        if len(_verified) >= _CACHE_SIZE:
            del _verified[next(iter(_verified))]
        _verified[digest] = kid, claims


def _kid(token: str, kind: str) -> Any:
    """The name of the key that a token of *kind* claims to be signed with. Nothing else in its header is trusted."""
    part = token.partition(".")[0]
    try:
        header = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, RecursionError):
        raise InvalidToken from None
    if not isinstance(header, dict) or header.keys() != _HEADER or header["typ"] != kind:
        raise InvalidToken
    return header["kid"]


def _open(
    token: str, key: Key, *, issuer: str, audiences: Collection[str], required: tuple[str, ...]
) -> dict[str, Any]:
    try:
        claims = jwt.decode(
            token,
            key.pair.public,
            algorithms=[key.pair.algorithm],
            issuer=issuer,
            options=_OPTIONS | {"require": [*_NEEDED, *required]},
        )
    except (jwt.InvalidTokenError, ValueError, RecursionError):
        raise InvalidToken from None
    texts = all(isinstance(claims[name], str) and _PLAIN.fullmatch(claims[name]) for name in ("sub", "sid", "jti"))
    meant = isinstance(claims["aud"], str) and claims["aud"] in audiences
    whole = type(claims["exp"]) is int and type(claims.get("nbf", 0)) is int
    if not texts or not meant or not whole:
        raise InvalidToken
    return dict(claims)
