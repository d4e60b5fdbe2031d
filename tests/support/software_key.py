"""An authenticator in software: it makes passkeys and uses them, and lies where a test tells it to.

Options and answers are the JSON forms of WebAuthn Level 3, as a browser would give and take them.
"""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, mldsa, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

ES256, EDDSA, RS256, ML_DSA_44 = -7, -8, -257, -48
PRESENT, VERIFIED, ELIGIBLE, BACKED_UP, ATTESTED = 0x01, 0x04, 0x08, 0x10, 0x40
NO_AAGUID = bytes(16)


def encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "===")


def _numbers(value: int) -> bytes:
    return value.to_bytes((value.bit_length() + 7) // 8, "big")


def generate_key(algorithm: int) -> Any:
    if algorithm == ES256:
        return ec.generate_private_key(ec.SECP256R1())
    if algorithm == RS256:
        return rsa.generate_private_key(65537, 2048)
    if algorithm == ML_DSA_44:
        return mldsa.MLDSA44PrivateKey.generate()
    return ed25519.Ed25519PrivateKey.generate()


@dataclass
class Key:
    """A passkey with its private part."""

    private: Any
    id: bytes
    rp_id: str
    handle: str
    algorithm: int
    count: int = 0

    def cose(self) -> dict[int, Any]:
        public = self.private.public_key()
        if self.algorithm == ES256:
            point = public.public_numbers()
            return {1: 2, 3: ES256, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        if self.algorithm == RS256:
            numbers = public.public_numbers()
            return {1: 3, 3: RS256, -1: _numbers(numbers.n), -2: _numbers(numbers.e)}
        if self.algorithm == ML_DSA_44:
            return {1: 7, 3: ML_DSA_44, -1: public.public_bytes_raw()}
        return {1: 1, 3: EDDSA, -1: 6, -2: public.public_bytes_raw()}

    def public(self) -> bytes:
        """The public key as authenticators send it."""
        return bytes(cbor2.dumps(self.cose()))

    def sign(self, data: bytes) -> bytes:
        if self.algorithm == ES256:
            return bytes(self.private.sign(data, ec.ECDSA(SHA256())))
        if self.algorithm == RS256:
            return bytes(self.private.sign(data, padding.PKCS1v15(), SHA256()))
        return bytes(self.private.sign(data))


@dataclass
class Authenticator:
    """Makes passkeys on the page of an *origin*. The *flags* are what it says of itself and of its user."""

    origin: str = "http://localhost:8087"
    algorithm: int = ES256
    flags: int = PRESENT | VERIFIED | ELIGIBLE | BACKED_UP
    counts: bool = False
    aaguid: bytes = NO_AAGUID
    keys: list[Key] = field(default_factory=list)

    def create(self, options: dict[str, Any], **lies: Any) -> dict[str, Any]:
        """The answer of ``navigator.credentials.create()``."""
        private = lies.pop("private", None) or generate_key(self.algorithm)
        identifier = lies.pop("id", None) or os.urandom(32)
        key = Key(private, identifier, options["rp"]["id"], options["user"]["id"], self.algorithm)
        self.keys.append(key)
        public = cbor2.dumps(lies.pop("cose")) if "cose" in lies else key.public()
        attested = self.aaguid + len(identifier).to_bytes(2, "big") + identifier + public
        data = self._data(key, lies, ATTESTED) + attested
        statement = {"fmt": lies.pop("fmt", "none"), "attStmt": lies.pop("statement", {}), "authData": data}
        response = {
            "clientDataJSON": self._client_data("webauthn.create", options, lies),
            "attestationObject": encoded(cbor2.dumps(statement)),
            "transports": ["internal", "hybrid", "of tomorrow"],
            "publicKeyAlgorithm": self.algorithm,
            "authenticatorData": encoded(data),
        }
        return self._answer(key, response, lies)

    def get(self, options: dict[str, Any], **lies: Any) -> dict[str, Any]:
        """The answer of ``navigator.credentials.get()``, with the newest passkey."""
        key = lies.pop("key", None) or self.keys[-1]
        handle = lies.pop("handle", key.handle)
        if self.counts:
            key.count += 1
        data = self._data(key, lies)
        client_data = self._client_data("webauthn.get", options, lies)
        signed = data + sha256(decoded(client_data)).digest()
        response = {
            "clientDataJSON": client_data,
            "authenticatorData": encoded(data),
            "signature": encoded(key.sign(signed)),
            **({} if handle is None else {"userHandle": handle}),
        }
        return self._answer(key, response, lies)

    def _data(self, key: Key, lies: dict[str, Any], more: int = 0) -> bytes:
        rp_id, flags, count = lies.pop("rp_id", key.rp_id), lies.pop("flags", self.flags), lies.pop("count", key.count)
        return sha256(rp_id.encode()).digest() + bytes([flags | more]) + int(count).to_bytes(4, "big")

    def _client_data(self, kind: str, options: dict[str, Any], lies: dict[str, Any]) -> str:
        said = {
            "type": lies.pop("type", kind),
            "challenge": lies.pop("challenge", options["challenge"]),
            "origin": lies.pop("origin", self.origin),
            "crossOrigin": lies.pop("cross_origin", False),
        }
        return encoded(json.dumps(said).encode())

    def _answer(self, key: Key, response: dict[str, Any], lies: dict[str, Any]) -> dict[str, Any]:
        identifier = encoded(lies.pop("sent_id", key.id))
        assert not lies, f"no such lies: {lies}"
        return {
            "id": identifier,
            "rawId": identifier,
            "response": response,
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "type": "public-key",
        }
