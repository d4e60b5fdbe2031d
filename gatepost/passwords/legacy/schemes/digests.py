"""Digests that are fast, once or many times: of the password and a salt, Symfony's, and phpass'."""

import hashlib

from gatepost.passwords.legacy.scheme import Cost, Scheme, Secrets, Settings, known, within

_HASHES = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")
_ROUND = 1.4e-6  # seconds of one round in Python, at most
ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def _check_hash(settings: Settings) -> None:
    known("the hash function", settings["hash"], _HASHES)


def _digest_cost(settings: Settings) -> Cost:
    _check_hash(settings)
    return Cost(0)


def _digest(password: bytes, settings: Settings, _: Secrets) -> bytes:
    """Of what stands before the password, the password, and what stands behind it."""
    return hashlib.new(settings["hash"], settings["before"] + password + settings["behind"]).digest()


def _symfony_cost(settings: Settings) -> Cost:
    _check_hash(settings)
    return Cost(within("iterations", settings["iterations"], 1, 10**9) * _ROUND)


def _symfony(password: bytes, settings: Settings, _: Secrets) -> bytes:
    """MessageDigestPasswordHasher: each round has the last digest before the password and its salt in braces."""
    name, salt = settings["hash"], settings["salt"]
    salted = password + b"{" + salt + b"}" if salt else password
    digest = hashlib.new(name, salted).digest()
    for _round in range(1, settings["iterations"]):
        digest = hashlib.new(name, digest + salted).digest()
    return digest


def _phpass_cost(settings: Settings) -> Cost:
    _check_hash(settings)
    within("the length of the salt", len(settings["salt"]), 8, 8)
    known("the length of the digest", settings["characters"], (22, 43))
    return Cost(2 ** within("the logarithm of rounds", settings["log_rounds"], 1, 30) * _ROUND)


def _phpass(password: bytes, settings: Settings, _: Secrets) -> bytes:
    """The text in phpass' alphabet. Drupal keeps the first 43 of 86 characters."""
    hasher = getattr(hashlib, settings["hash"])
    digest = hasher(settings["salt"] + password).digest()
    for _round in range(2 ** settings["log_rounds"]):
        digest = hasher(digest + password).digest()
    return _in_alphabet(digest)[: settings["characters"]].encode()


def _in_alphabet(raw: bytes) -> str:
    """Six bits a character, the lowest first."""
    number = int.from_bytes(raw, "little")
    return "".join(ALPHABET[number >> place & 63] for place in range(0, len(raw) * 8, 6))


SCHEMES = {
    "digest": Scheme({"hash": str, "before": bytes, "behind": bytes}, _digest_cost, _digest),
    "symfony": Scheme({"hash": str, "iterations": int, "salt": bytes}, _symfony_cost, _symfony),
    "phpass": Scheme({"hash": str, "log_rounds": int, "salt": bytes, "characters": int}, _phpass_cost, _phpass),
}
