"""Argon2id over the digest of another system, so that the database holds no hash that is weak."""

import re
from base64 import b64encode

import argon2
from argon2.exceptions import InvalidHashError, VerificationError

from gatepost.passwords.legacy.scheme import check_cost
from gatepost.passwords.legacy.schemes import find_scheme
from gatepost.passwords.legacy.unusable import UnusableHash

_BASE64 = "[A-Za-z0-9+/]+"
_PHC = re.compile(rf"\$argon2id\$v=19\$m=[0-9]+,t=[0-9]+,p=[0-9]+\${_BASE64}\${_BASE64}", re.ASCII)


def wrap(digest: bytes, hasher: argon2.PasswordHasher) -> str:
    """The Argon2id hash of *digest*, in PHC notation."""
    return hasher.hash(b64encode(digest))


def unwrap(wrapped: str, digest: bytes, hasher: argon2.PasswordHasher) -> bool:
    """Whether *wrapped* is of *digest*."""
    try:
        return hasher.verify(wrapped, b64encode(digest))
    except (VerificationError, InvalidHashError):
        return False


def check_argon2id(hashed: str) -> None:
    """Refuse what is no Argon2id hash in PHC notation, or is above a ceiling. Raises UnusableHash."""
    if _PHC.fullmatch(hashed) is None:  # the library would read more than it can verify
        raise UnusableHash("this is no Argon2id hash in PHC notation")
    try:
        found = argon2.extract_parameters(hashed)
    except InvalidHashError:
        raise UnusableHash("this is no Argon2id hash in PHC notation") from None
    if found.type is not argon2.Type.ID:
        raise UnusableHash("this is no Argon2id hash")
    costs = {"memory": found.memory_cost, "passes": found.time_cost, "lanes": found.parallelism}
    settings = {"type": "argon2id", "version": found.version, "salt": bytes(max(found.salt_len, 0)), **costs}
    check_cost(find_scheme("argon2"), {**settings, "length": found.hash_len})
