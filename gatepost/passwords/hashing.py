"""Argon2id: hashing a password and verifying one."""

import unicodedata
from base64 import b64encode
from functools import lru_cache

import argon2
from argon2.exceptions import InvalidHashError, VerificationError

from gatepost.crypto import random_token
from gatepost.passwords.legacy import founding
from gatepost.passwords.legacy.verify import is_foreign, is_imported, verify_imported
from gatepost.passwords.threads import hashing_threads
from gatepost.settings import Settings, current_settings
from gatepost.users.models import NO_PASSWORD


def hash_password(password: str) -> str:
    """The Argon2id hash of *password* (NFC, never cut) in PHC notation, with a salt of its own."""
    settings = current_settings()
    return hashing_threads(settings).run(_hasher(settings).hash, _normal(password))


def verify_password(password: str, hashed: str | None) -> bool:
    """Whether *hashed* is of *password*. For an unknown user (None) and for NO_PASSWORD it is False, and takes as long.

    A hash of another system takes longer, right or wrong: its own work comes before that of a hash of ours. Otherwise
    the time would tell a right one, whatever the answer.
    """
    settings = current_settings()
    return hashing_threads(settings).run(_verify, password, hashed, settings)


def needs_rehash(hashed: str) -> bool:
    """Whether *hashed* was not made with today's parameters."""
    return is_foreign(hashed) or _hasher(current_settings()).check_needs_rehash(hashed)


def find_hasher(settings: Settings) -> argon2.PasswordHasher:
    """The hasher with the parameters of these settings."""
    return _hasher(settings)


def _verify(password: str, hashed: str | None, settings: Settings) -> bool:
    hasher, adopted = _hasher(settings), False
    if hashed is not None and is_foreign(hashed):
        adopted = _verify_foreign(password, hashed, settings)
        hashed = None
    hashed = None if hashed == NO_PASSWORD else hashed
    try:
        verified = hasher.verify(hashed or _decoy(hasher), _normal(password))
    except (VerificationError, InvalidHashError):
        return adopted
    return adopted or (verified and hashed is not None)


def _verify_foreign(password: str, hashed: str, settings: Settings) -> bool:
    if is_imported(hashed):
        return verify_imported(password, hashed, settings, _hasher(settings))
    return bool(settings.salt_key) and founding.verify(password, hashed, settings.salt_key)


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
