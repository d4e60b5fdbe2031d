"""Signing and verifying JSON Web Tokens after RFC 8725: the verifier fixes algorithm, type, issuer and audience.

The header begins with ``typ``, as the founding document's sample tokens do. A token that was found good is
remembered by its digest: that saves the signature, never the question whether its session is alive.
"""

import hashlib
import re
import threading
from typing import Any

import jwt
import orjson
from jwt.algorithms import HMACAlgorithm

from gatepost import clock
from gatepost.crypto import derive_key
from gatepost.errors import InvalidToken
from gatepost.settings import Settings, current_settings

ALGORITHM = "HS256"
MAX_LENGTH = 4096
# Times are compared here, with the service's clock, and only if they are whole numbers.
_OPTIONS: Any = {"verify_exp": False, "verify_iat": False, "verify_nbf": False, "strict_aud": True}


class _DerivedKeys(HMACAlgorithm):
    """Keys that we derived ourselves: no need to find out at each token that they are no PEM file."""

    def prepare_key(self, key: Any) -> bytes:
        return bytes(key)


_signer = jwt.PyJWS()
_signer.unregister_algorithm(ALGORITHM)
_signer.register_algorithm(ALGORITHM, _DerivedKeys(HMACAlgorithm.SHA256))

_PLAIN = re.compile(r"[\x21-\x7e]+")  # what can be looked up on every engine
_REMEMBERED = 20_000
_claims_by_digest: dict[bytes, dict[str, Any]] = {}
_remembering = threading.Lock()


def sign(claims: dict[str, Any], *, kind: str) -> str:
    """A token of *kind* (its header's ``typ``), with issuer, audience and time of issue added."""
    settings = current_settings()
    issued = {"iss": settings.issuer, "aud": settings.token_audience, "iat": int(clock.now().timestamp())}
    payload = orjson.dumps(issued | claims)
    return _signer.encode(payload, _key(settings, kind), algorithm=ALGORITHM, headers={"typ": kind}, sort_headers=False)


def verify(token: str, *, kind: str, required: tuple[str, ...]) -> dict[str, Any]:
    """The claims of a token of *kind* that we signed and that has not run out. Raises InvalidToken."""
    if len(token) > MAX_LENGTH or not token.isascii():
        raise InvalidToken
    settings = current_settings()
    key = _key(settings, kind)
    scope = f"{kind}\n{settings.issuer}\n{settings.token_audience}\n{token}"
    digest = hashlib.sha256(key + scope.encode()).digest()
    claims = _claims_by_digest.get(digest)
    if claims is None:
        claims = _open(token, key, settings, kind=kind, required=required)
        with _remembering:
            if len(_claims_by_digest) >= _REMEMBERED:
                del _claims_by_digest[next(iter(_claims_by_digest))]
            _claims_by_digest[digest] = claims
    if not claims.get("nbf", 0) <= clock.now().timestamp() < claims["exp"]:
        raise InvalidToken
    return claims


def _open(token: str, key: bytes, settings: Settings, *, kind: str, required: tuple[str, ...]) -> dict[str, Any]:
    try:
        opened = jwt.decode_complete(
            token,
            key,
            algorithms=[ALGORITHM],
            issuer=settings.issuer,
            audience=settings.token_audience,
            options=_OPTIONS | {"require": ["iss", "aud", "exp", "iat", "sub", "sid", "jti", *required]},
        )
    except (jwt.InvalidTokenError, ValueError, RecursionError):
        raise InvalidToken from None
    header, claims = opened["header"], opened["payload"]
    texts = all(isinstance(claims[name], str) and _PLAIN.fullmatch(claims[name]) for name in ("sub", "sid", "jti"))
    whole = type(claims["exp"]) is int and type(claims.get("nbf", 0)) is int
    if header.get("typ") != kind or not texts or not whole:
        raise InvalidToken
    return dict(claims)


def _key(settings: Settings, kind: str) -> bytes:
    """Each kind of token has a key of its own, so that one can never pass for another."""
    return derive_key(settings.secret_key, f"sign {kind}")
