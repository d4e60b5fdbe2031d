"""Argon2id, and how many hashes may run at once.

A hash takes about 25 ms of one processor and 19 MiB: more of them at once than there are processors makes
everyone wait, so a few run and a bounded number queue; what does not fit is refused at once (ASVS 15.2.2).
"""

import threading
import unicodedata
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import argon2
from argon2.exceptions import InvalidHashError, VerificationError

from gatepost.crypto import random_token
from gatepost.errors import Unavailable
from gatepost.passwords import legacy
from gatepost.settings import Settings, settings


def hash_password(password: str) -> str:
    """The Argon2id hash of *password* (NFC, never cut) in PHC notation, with a salt of its own."""
    hasher = _hasher(settings.argon2_memory, settings.argon2_passes, settings.argon2_lanes)
    with _slots(settings.hashes_at_once, settings.hash_queue).one():
        return hasher.hash(_normal(password))


def verify_password(password: str, hashed: str | None) -> bool:
    """Whether *password* made *hashed*. None, for an unknown user, is false and takes as long."""
    if hashed is not None and legacy.is_legacy(hashed):
        if settings.salt_key and legacy.verify(password, hashed, settings.salt_key):
            return True
        hashed = None
    hasher = _hasher(settings.argon2_memory, settings.argon2_passes, settings.argon2_lanes)
    with _slots(settings.hashes_at_once, settings.hash_queue).one():
        try:
            return hasher.verify(hashed or _decoy(hasher), _normal(password)) and hashed is not None
        except (VerificationError, InvalidHashError):
            return False


def needs_rehash(hashed: str) -> bool:
    """Whether *hashed* was not made with today's parameters."""
    if legacy.is_legacy(hashed):
        return True
    return _hasher(settings.argon2_memory, settings.argon2_passes, settings.argon2_lanes).check_needs_rehash(hashed)


def _normal(password: str) -> str:
    """NFC (NIST SP 800-63B-4 section 3.1.1.2): the two ways to write é are one password."""
    return unicodedata.normalize("NFC", password)


@lru_cache(maxsize=8)
def _hasher(memory: int, passes: int, lanes: int) -> argon2.PasswordHasher:
    return argon2.PasswordHasher(memory_cost=memory, time_cost=passes, parallelism=lanes)


@lru_cache(maxsize=8)
def _decoy(hasher: argon2.PasswordHasher) -> str:
    """A hash of today's parameters that no password has, so far as anyone can find out."""
    parameters = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    salt, value = (b64encode(random_token(size).encode()[:size]).decode().rstrip("=") for size in (16, 32))
    return f"$argon2id$v=19${parameters}${salt}${value}"


class Slots:
    """At most *running* at once, at most *waiting* behind them."""

    def __init__(self, running: int, waiting: int) -> None:
        self._room = threading.BoundedSemaphore(running + waiting)
        self._turn = threading.BoundedSemaphore(running)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Wait for a turn. Raises Unavailable at once when too many wait already."""
        if not self._room.acquire(blocking=False):
            raise Unavailable("Too many log-ins at the moment: please try again in a few seconds.", retry_after=2)
        try:
            with self._turn:
                yield
        finally:
            self._room.release()


@lru_cache(maxsize=8)
def _slots(running: int, waiting: int) -> Slots:
    return Slots(running, waiting)


def slots_of(chosen: Settings) -> Slots:
    """The slots that a process with these settings uses (for tests)."""
    return _slots(chosen.hashes_at_once, chosen.hash_queue)
