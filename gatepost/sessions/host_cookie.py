"""The cookie of a protected host, and the code by which a browser gets it there.

Both name a session and are signed; no row is stored. Each request looks for the session, so they end with it. The
cookie is good for one origin, and opens nothing of this service.
"""

import re
from datetime import timedelta

from gatepost import clock
from gatepost.crypto import derive_key, digest, keyed_digest, same
from gatepost.errors import InvalidToken
from gatepost.settings import settings
from gatepost.throttling.count_use import count_use

CODE_LIFETIME = timedelta(minutes=1)
_SHAPE = re.compile(r"([0-9a-f]{32})\.([0-9]{1,12})\.([0-9a-f]{64})")


def issue_host_cookie(session_id: str, origin: str) -> str:
    """A cookie with which this session is known at *origin*, for PROTECTED_LIFETIME."""
    return _sign(session_id, _now(), "cookie", origin)


def read_host_cookie(value: str, origin: str) -> str:
    """The id of the session that this cookie names. Raises InvalidToken if it is forged, old, or for another origin."""
    return _verify(value, settings.protected_lifetime, "cookie", origin)


def issue_code(session_id: str, address: str, *, state: str) -> str:
    """A code that brings this session to *address*, in the browser that keeps the secret whose digest is *state*."""
    return _sign(session_id, _now(), "code", address, state)


def redeem_code(code: str, address: str, *, kept: str) -> str:
    """Use the code up. Returns the id of its session. *kept*: the secret that the browser has kept.

    Without one no code is good, because everybody knows the digest of an empty text. Of two that come at once one wins.
    Raises InvalidToken.
    """
    if not kept:
        raise InvalidToken
    session_id = _verify(code, CODE_LIFETIME, "code", address, digest(kept))
    if not count_use(f"forward code {code}", most=1, window=2 * CODE_LIFETIME):
        raise InvalidToken
    return session_id


def _sign(session_id: str, issued: int, *binding: str) -> str:
    text = "\n".join((session_id, str(issued), *binding))
    return f"{session_id}.{issued}.{keyed_digest(text, key=derive_key(settings.secret_key, 'protected hosts')).hex()}"


def _verify(value: str, lifetime: timedelta, *binding: str) -> str:
    found = _SHAPE.fullmatch(value)
    if found is None or not same(value, _sign(found[1], int(found[2]), *binding)):
        raise InvalidToken
    if not 0 <= _now() - int(found[2]) < lifetime.total_seconds():
        raise InvalidToken
    return found[1]


def _now() -> int:
    return int(clock.now().timestamp())
