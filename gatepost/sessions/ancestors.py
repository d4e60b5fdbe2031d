"""The used refresh tokens of a session that still get its current one, for a while.

A tab may ask with a token that another tab has used just now. The row keeps no token of theirs: an ancestor opens the
key of its successor, that one the key of the next, and the last key opens the current token. Nobody opens any of them
without one of the ancestors.
"""

from base64 import b64decode, b64encode
from datetime import datetime
from typing import NamedTuple

import orjson

from gatepost.crypto import derive_key, digest, keyed_digest, same, seal, unseal
from gatepost.settings import current_settings, settings

_MOST = 16  # in one grace; a client that rotates more often gets no grace for the oldest ones


class Ancestor(NamedTuple):
    """A used token. *succeeded_at*: when its successor was used, in ms since 1970; None if it never was."""

    digest: str
    succeeded_at: int | None
    sealed_key: str  # of its successor


def add_ancestor(stored: str | None, *, used: str, key: bytes, successor: str, session_id: str, now: datetime) -> str:
    """The ancestors to store when a token is rotated to *successor*; those whose grace is over by *now* are dropped.

    *used* is the digest of the token that is used up, *key* its :func:`seal_key`.
    """
    moment, since = _milliseconds(now), _grace_since(now)
    sealed_key = seal(b64encode(seal_key(successor)).decode(), key=key, context=f"key {session_id}")
    kept = [each for each in _load(stored) if _is_graced(each, since)][1 - _MOST :]
    ancestors = [(old, moment if at is None else at, sealed) for old, at, sealed in kept]
    return orjson.dumps([*ancestors, (used, None, sealed_key)]).decode()


def find_key(stored: str | None, *, presented: str, session_id: str, now: datetime) -> bytes | None:
    """The key of the sealed current token, if *presented* is an ancestor that still gets it."""
    ancestors, presented_digest, since = _load(stored), digest(presented), _grace_since(now)
    for place, ancestor in enumerate(ancestors):
        if same(presented_digest, ancestor.digest) and _is_graced(ancestor, since):
            key = seal_key(presented)
            for older in ancestors[place:-1]:
                key = b64decode(unseal(older.sealed_key, key=key, context=f"key {session_id}"))
            return key
    return None


def seal_key(parent: str) -> bytes:
    """The key that seals a successor: only a client that presents the *parent* again can open it."""
    return keyed_digest(parent, key=derive_key(settings.secret_key, "seal refresh successor"))


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _grace_since(now: datetime) -> int:
    """The moment at which the longest grace that is not over *now* began."""
    return _milliseconds(now - current_settings().refresh_grace)


def _is_graced(ancestor: Ancestor, since: int) -> bool:
    return ancestor.succeeded_at is None or ancestor.succeeded_at >= since


def _load(stored: str | None) -> list[Ancestor]:
    return [Ancestor(*each) for each in orjson.loads(stored)] if stored else []
