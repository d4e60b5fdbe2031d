"""Argon2id: hashing a password and verifying one."""

import unicodedata
from base64 import b64encode
from functools import lru_cache

import argon2
from argon2.exceptions import InvalidHashError, VerificationError

from gatepost.crypto import random_token
from gatepost.passwords import legacy
from gatepost.passwords.threads import hashing_threads
from gatepost.settings import Settings, current_settings
from gatepost.users.models import NO_PASSWORD


def hash_password(password: str) -> str:
    """The Argon2id hash of *password* (NFC, never cut) in PHC notation, with a salt of its own."""
    settings = current_settings()
    return hashing_threads(settings).run(_hasher(settings).hash, _normal(password))


def verify_password(password: str, hashed: str | None) -> bool:
    """Whether *hashed* is of *password*. For an unknown user (None) and for NO_PASSWORD it is False, and takes as long.

    An adopted hash takes as long, too, right or wrong. Otherwise the time would tell a right one, whatever the answer.
    """
    settings, adopted = current_settings(), False
    if hashed is not None and legacy.is_legacy(hashed):
        adopted = bool(settings.salt_key) and legacy.verify(password, hashed, settings.salt_key)
        hashed = None
    hashed = None if hashed == NO_PASSWORD else hashed
    hasher = _hasher(settings)
    try:
        verified = hashing_threads(settings).run(hasher.verify, hashed or _decoy(hasher), _normal(password))
    except (VerificationError, InvalidHashError):
        return adopted
    return adopted or (verified and hashed is not None)


def needs_rehash(hashed: str) -> bool:
    """Whether *hashed* was not made with today's parameters."""
    if legacy.is_legacy(hashed):
        return True
    return _hasher(current_settings()).check_needs_rehash(hashed)


def _normal(password: str) -> str:
    """NFC (NIST SP 800-63B-4 section 3.1.1.2): the two ways to write é are one password."""
    return unicodedata.normalize("NFC", password)


def _hasher(settings: Settings) -> argon2.PasswordHasher:
    return _hasher_with(settings.argon2_memory, settings.argon2_passes, settings.argon2_lanes)


@lru_cache(maxsize=8)
def _hasher_with(memory: int, passes: int, lanes: int) -> argon2.PasswordHasher:
    return argon2.PasswordHasher(memory_cost=memory, time_cost=passes, parallelism=lanes)


@lru_cache(maxsize=8)
def _decoy(hasher: argon2.PasswordHasher) -> str:
    """A hash with today's parameters that no known password has."""
    parameters = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    salt, value = (b64encode(random_token(size).encode()[:size]).decode().rstrip("=") for size in (16, 32))
    return f"$argon2id$v=19${parameters}${salt}${value}"
