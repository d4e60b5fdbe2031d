"""The checks of a token's header and claims (RFC 9068 section 4)."""

import re
from collections.abc import Iterable
from typing import Any

from .refusals import InsufficientScope, InvalidToken, ReauthenticationRequired

_KINDS = ("at+jwt", "application/at+jwt")
_ALGORITHMS = ("EdDSA", "Ed25519", "ES256", "RS256")  # never none, never one with a shared secret
# RFC 7515 allows to ignore some of these. They bring a key of the sender's own, or ask for what is not understood here.
# A token that Gatepost made has none of them.
_REFUSED = {"crit", "b64", "zip", "jku", "jwk", "x5u", "x5c", "x5t", "x5t#S256"}
_NAMES = ("sub", "sid", "jti", "client_id")
_NAME = re.compile(r"[\x21-\x7e]{1,255}")
_LATEST = 1 << 53  # beyond it numbers of JSON are no longer exact everywhere (RFC 8259 section 6)


def check_header(header: dict[str, Any]) -> str:
    """Check the header, and return the ``kid`` that it names. Raises InvalidToken."""
    if not _REFUSED.isdisjoint(header):
        raise InvalidToken("a header that is refused")
    if header.get("typ") not in _KINDS:
        raise InvalidToken("not an access token")
    if header.get("alg") not in _ALGORITHMS:
        raise InvalidToken("an algorithm that is refused")
    kid = header.get("kid")
    if not isinstance(kid, str) or not kid:
        raise InvalidToken("no key named")
    return kid


def check_names(claims: dict[str, Any], *, issuer: str, audience: str) -> None:
    """Check issuer, audience and names. They are compared whole, never by their beginnings. Raises InvalidToken."""
    if claims.get("iss") != issuer:
        raise InvalidToken("another issuer")
    meant = claims.get("aud")
    if meant != audience and not (isinstance(meant, list) and _all_texts(meant) and audience in meant):
        raise InvalidToken("another audience")
    for name in _NAMES:
        if not isinstance(claims.get(name), str) or not _NAME.fullmatch(claims[name]):
            raise InvalidToken(f"no {name}")


def check_times(claims: dict[str, Any], *, now: float, leeway: float) -> None:
    """Check that the token is valid now: it expires at ``exp`` (RFC 7519 section 4.1). Raises InvalidToken."""
    if now - leeway >= _moment(claims, "exp"):
        raise InvalidToken("run out")
    if _moment(claims, "iat") > now + leeway or ("nbf" in claims and _moment(claims, "nbf") > now + leeway):
        raise InvalidToken("not good yet")


def check_log_in(claims: dict[str, Any], *, max_age: float, now: float, leeway: float) -> None:
    """Check that the user logged in at most *max_age* seconds ago. Raises ReauthenticationRequired, InvalidToken."""
    if "auth_time" not in claims or _moment(claims, "auth_time") < now - max_age - leeway:
        raise ReauthenticationRequired(f"the log-in is older than {max_age} seconds")
    if claims["auth_time"] > now + leeway:
        raise InvalidToken("a log-in that is still to come")


def check_scope(claims: dict[str, Any], needed: str) -> None:
    """Check that the token has each scope of *needed*, whole names with blanks between. Raises InsufficientScope."""
    given = claims.get("scope", "")
    if not isinstance(given, str) or not set(needed.split()) <= set(given.split(" ")):
        raise InsufficientScope(f"not every scope of: {needed}")


def _moment(claims: dict[str, Any], name: str) -> int:
    moment = claims.get(name)
    if type(moment) is not int or not 0 <= moment < _LATEST:
        raise InvalidToken(f"no {name}")
    return moment


def _all_texts(values: Iterable[Any]) -> bool:
    return all(isinstance(value, str) for value in values)
