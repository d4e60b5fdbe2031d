"""Key pairs: making one, sealing it, naming it, and showing its public part."""

import hashlib
import json
from base64 import b64decode, b64encode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as generate_ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as generate_rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from gatepost.crypto import derive_key, seal, unseal

_RSA_BITS = 2048  # NIST SP 800-57 part 1: 112 bits of security, until 2030
_MAKE: dict[str, Callable[[], Any]] = {
    "EdDSA": Ed25519PrivateKey.generate,
    "ES256": lambda: generate_ec(SECP256R1()),
    "RS256": lambda: generate_rsa(65537, _RSA_BITS),
}
_TO_JWK: dict[str, Callable[..., Any]] = {
    "EdDSA": OKPAlgorithm.to_jwk,
    "ES256": ECAlgorithm.to_jwk,
    "RS256": RSAAlgorithm.to_jwk,
}
_NAMED_BY = {"OKP": ("crv", "kty", "x"), "EC": ("crv", "kty", "x", "y"), "RSA": ("e", "kty", "n")}


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A key for one algorithm. ``kid`` is the thumbprint of its public part (RFC 7638)."""

    kid: str
    algorithm: str
    private: Any
    public: Any
    jwk: dict[str, str]


def make_pair(algorithm: str) -> KeyPair:
    """A new pair for EdDSA (Ed25519), ES256 or RS256."""
    return _pair(algorithm, _MAKE[algorithm]())


def seal_pair(pair: KeyPair, *, secret: str) -> str:
    """The pair as text that opens only with this *secret* and under this ``kid`` and algorithm."""
    raw = pair.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return seal(b64encode(raw).decode(), key=_seal_key(secret), context=f"{pair.algorithm} {pair.kid}")


def unseal_pair(sealed: str, *, kid: str, algorithm: str, secret: str) -> KeyPair:
    """Open a pair that :func:`seal_pair` sealed. Its public part is computed from the private one: no other is trusted.

    Raises Unsealable.
    """
    raw = b64decode(unseal(sealed, key=_seal_key(secret), context=f"{algorithm} {kid}"))
    return _pair(algorithm, load_der_private_key(raw, password=None))


def _pair(algorithm: str, private: Any) -> KeyPair:
    public = private.public_key()
    jwk: dict[str, Any] = _TO_JWK[algorithm](public, as_dict=True)
    jwk = {name: jwk[name] for name in _NAMED_BY[jwk["kty"]]}
    kid = _thumbprint(jwk)
    return KeyPair(kid, algorithm, private, public, {"kid": kid, "use": "sig", "alg": algorithm, **jwk})


def _thumbprint(jwk: dict[str, str]) -> str:
    """RFC 7638: SHA-256 of the members that make the key, sorted, without white space."""
    text = json.dumps(jwk, sort_keys=True, separators=(",", ":"))
    return urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def _seal_key(secret: str) -> bytes:
    return derive_key(secret, "seal signing key")
