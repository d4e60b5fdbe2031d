"""The only source of randomness, and the cryptographic primitives.

A secret is *hashed* (slow: passwords, in ``passwords/``), *digested* (fast: random tokens) or
*sealed* (encrypted and authenticated: data that must be read again).
"""

import hashlib
import hmac
import os
import secrets
import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import deque
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE_BYTES = 12  # NIST SP 800-38D: 96 bits
_NAME_BYTES, _NAMES_AT_ONCE = 10, 512
_names: deque[str] = deque()
os.register_at_fork(after_in_child=_names.clear)  # a fork must not give out the same ones


class Unsealable(ValueError):
    """The sealed text was changed, belongs elsewhere, or was sealed with another key."""


def random_token(size: int = 32) -> str:
    """*size* random bytes as URL-safe text; 16 bytes or more are unguessable (ASVS 11.5.1)."""
    return secrets.token_urlsafe(size)


def random_bytes(size: int) -> bytes:
    """*size* random bytes."""
    return os.urandom(size)


def random_hex(size: int) -> str:
    """*size* random bytes as lower-case hexadecimal text."""
    return os.urandom(size).hex()


def random_name() -> str:
    """80 random bits in hexadecimal, for a name that protects nothing and is needed at each request.

    They are drawn in advance: a thread that asks the system for random bytes lets all others run first.
    """
    try:
        return _names.popleft()
    except IndexError:
        drawn = os.urandom(_NAME_BYTES * _NAMES_AT_ONCE).hex()
        first, *rest = (drawn[place : place + 2 * _NAME_BYTES] for place in range(0, len(drawn), 2 * _NAME_BYTES))
        _names.extend(rest)
        return first


def random_digits(count: int) -> str:
    """*count* random decimal digits, uniformly distributed."""
    return f"{secrets.randbelow(10**count):0{count}}"


def random_uuid() -> str:
    """A random UUID (version 4). It names a record; it is never a secret."""
    return str(uuid.uuid4())


def random_share() -> float:
    """A random number, at least 0 and less than 1."""
    return secrets.randbelow(1 << 32) / (1 << 32)


def random_password() -> str:
    """A password of 120 random bits, for a person to copy once."""
    return secrets.token_urlsafe(15)


def digest(token: str) -> str:
    """SHA-256 of a random *token*, in hexadecimal, which is stored in its place."""
    return hashlib.sha256(token.encode()).hexdigest()


def sha1(text: str) -> str:
    """SHA-1 in hexadecimal, only to look up entries in lists of others, never for protection."""
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def same(left: str, right: str) -> bool:
    """Whether two secrets are equal, compared in constant time."""
    return hmac.compare_digest(left.encode(), right.encode())


def keyed_digest(text: str, *, key: bytes) -> bytes:
    """HMAC-SHA256 of *text*, which cannot be computed without *key*."""
    return hmac.digest(key, text.encode(), "sha256")


def keyed_hmac(message: bytes, *, key: bytes) -> bytes:
    """HMAC-SHA256 of the bytes of *message*."""
    return hmac.digest(key, message, "sha256")


@lru_cache(maxsize=64)
def derive_key(secret: str, purpose: str) -> bytes:
    """A 256-bit key for one *purpose* only, derived from the installation's secret (HKDF, RFC 5869)."""
    return HKDF(SHA256(), length=32, salt=None, info=f"gatepost/{purpose}".encode()).derive(secret.encode())


def seal(text: str, *, key: bytes, context: str) -> str:
    """Encrypt *text* (AES-256-GCM) so that it opens only with *key* and for the same *context*."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return urlsafe_b64encode(nonce + AESGCM(key).encrypt(nonce, text.encode(), context.encode())).decode()


def unseal(sealed: str, *, key: bytes, context: str) -> str:
    """Decrypt the result of :func:`seal`. Raises :class:`Unsealable`."""
    try:
        raw = urlsafe_b64decode(sealed.encode())
        return AESGCM(key).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], context.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise Unsealable("this cannot be unsealed here") from error
