"""Signing and verifying JSON Web Tokens after RFC 8725: the verifier fixes algorithm, type, issuer and audience.

The header begins with ``typ``, as the founding document's sample tokens do.
"""

from typing import Any

import jwt

from gatepost import clock
from gatepost.crypto import derive_key
from gatepost.errors import InvalidToken
from gatepost.settings import settings

ALGORITHM = "HS256"
MAX_LENGTH = 4096
# Times are compared here, with the service's clock, and only if they are whole numbers.
_OPTIONS: Any = {"verify_exp": False, "verify_iat": False, "verify_nbf": False, "strict_aud": True}


def sign(claims: dict[str, Any], *, kind: str) -> str:
    """A token of *kind* (its header's ``typ``), with issuer, audience and time of issue added."""
    issued = {"iss": settings.issuer, "aud": settings.token_audience, "iat": int(clock.now().timestamp())}
    return jwt.encode(issued | claims, _key(kind), algorithm=ALGORITHM, headers={"typ": kind}, sort_headers=False)


def verify(token: str, *, kind: str, required: tuple[str, ...]) -> dict[str, Any]:
    """The claims of a token of *kind* that we signed and that has not expired. Raises InvalidToken."""
    if len(token) > MAX_LENGTH:
        raise InvalidToken
    try:
        opened = jwt.decode_complete(
            token,
            _key(kind),
            algorithms=[ALGORITHM],
            issuer=settings.issuer,
            audience=settings.token_audience,
            options=_OPTIONS | {"require": ["iss", "aud", "exp", "iat", "sub", "sid", "jti", *required]},
        )
    except (jwt.InvalidTokenError, ValueError, RecursionError):
        raise InvalidToken from None
    header, claims = opened["header"], opened["payload"]
    texts = all(isinstance(claims[name], str) for name in ("sub", "sid", "jti"))
    if header.get("typ") != kind or not texts or not is_live(claims):
        raise InvalidToken
    return claims


def is_live(claims: dict[str, Any]) -> bool:
    """Whether *claims* have begun and not run out, by the service's clock."""
    now, start = clock.now().timestamp(), claims.get("nbf", 0)
    return type(claims["exp"]) is int and type(start) is int and start <= now < claims["exp"]


def _key(kind: str) -> bytes:
    """Each kind of token has a key of its own, so that one can never pass for another."""
    return derive_key(settings.secret_key, f"sign {kind}")
