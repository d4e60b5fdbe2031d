"""Public keys as the issuer publishes them (RFC 7517), each good for exactly one algorithm (RFC 8725 section 3.1)."""

import hashlib
import threading
from collections import Counter, OrderedDict
from typing import Any, NamedTuple

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import Algorithm, ECAlgorithm, OKPAlgorithm, RSAAlgorithm
from jwt.exceptions import PyJWTError


class _Kind(NamedTuple):
    names: tuple[str, ...]
    algorithm: Algorithm
    public: type


# By ``kty`` and ``crv``; the first name is meant where the key has no ``alg``. Ed25519 is EdDSA's new name (RFC 9864).
_KINDS = {
    ("OKP", "Ed25519"): _Kind(("EdDSA", "Ed25519"), OKPAlgorithm(), Ed25519PublicKey),
    ("EC", "P-256"): _Kind(("ES256",), ECAlgorithm(ECAlgorithm.SHA256), EllipticCurvePublicKey),
    ("RSA", None): _Kind(("RS256",), RSAAlgorithm(RSAAlgorithm.SHA256), RSAPublicKey),
}
_PRIVATE = ("d", "k")  # members of a private key, which is no secret once it is published
_RSA_BITS = range(2048, 8193)  # fewer are weak (NIST SP 800-131A), more only cost time
_RSA_LEAST_EXPONENT = 65537  # FIPS 186-5
_LONGEST_KID = 256
_CACHE_SIZE = 1000


class Key:
    """A key and its algorithm. It caches the digests of its last valid signatures."""

    def __init__(self, name: str, algorithm: Algorithm, public: Any) -> None:
        self.name = name
        self._algorithm = algorithm
        self._public = public
        self._verified: OrderedDict[bytes, None] = OrderedDict()
        self._cache_lock = threading.Lock()

    def has_signed(self, text: bytes, signature: bytes) -> bool:
        """Whether *signature* is this key's, over *text*."""
        digest = hashlib.sha256(text + b"." + signature).digest()
        with self._cache_lock:
            if digest in self._verified:
                self._verified.move_to_end(digest)
                return True
        if not self._algorithm.verify(text, self._public, signature):
            return False
        with self._cache_lock:
            self._verified[digest] = None
            if len(self._verified) > _CACHE_SIZE:
                self._verified.popitem(last=False)
        return True


def read_keys(published: Any) -> dict[str, Key]:
    """The keys of a JWK Set that may verify, by their ``kid``; others are left out. Raises ValueError."""
    if not isinstance(published, dict) or not isinstance(published.get("keys"), list):
        raise ValueError("not a JWK Set")  # noqa: TRY004  any answer that is none is wrong in the same way
    named = [(jwk["kid"], jwk) for jwk in published["keys"] if isinstance(jwk, dict) and _has_name(jwk)]
    times = Counter(kid for kid, _ in named)  # a name of two keys is ambiguous, so neither is used
    keys = {kid: _read(jwk) for kid, jwk in named if times[kid] == 1}
    return {kid: key for kid, key in keys.items() if key is not None}


def _has_name(jwk: dict[str, Any]) -> bool:
    kid = jwk.get("kid")
    return isinstance(kid, str) and 0 < len(kid) <= _LONGEST_KID


def _read(jwk: dict[str, Any]) -> Key | None:
    kind, operations = _kind(jwk), jwk.get("key_ops", ["verify"])
    if kind is None or jwk.get("use", "sig") != "sig" or not isinstance(operations, list) or "verify" not in operations:
        return None
    name = jwk.get("alg", kind.names[0])
    if name not in kind.names or any(member in jwk for member in _PRIVATE):
        return None
    try:
        public = kind.algorithm.from_jwk(jwk)
    except (PyJWTError, UnsupportedAlgorithm, ValueError, TypeError, LookupError):
        return None
    return Key(name, kind.algorithm, public) if isinstance(public, kind.public) and _is_strong(public) else None


def _kind(jwk: dict[str, Any]) -> _Kind | None:
    family, curve = jwk.get("kty"), jwk.get("crv")
    return _KINDS.get((family, curve)) if isinstance(family, str) and isinstance(curve, str | None) else None


def _is_strong(public: Any) -> bool:
    if not isinstance(public, RSAPublicKey):
        return True
    return public.key_size in _RSA_BITS and public.public_numbers().e >= _RSA_LEAST_EXPONENT
