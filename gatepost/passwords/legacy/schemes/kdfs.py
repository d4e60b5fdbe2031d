"""PBKDF2 (RFC 8018), scrypt (RFC 7914), HMAC, and what is made of them: SCRAM (RFC 5802), scrypt-kdf's container."""

import hashlib
import hmac
import struct

from gatepost.passwords.legacy.scheme import Cost, Scheme, Secrets, Settings, known, within
from gatepost.passwords.legacy.unusable import UnusableHash

# A second makes at least so many iterations, and so many times N * r * p.
_ITERATIONS = {"md5": 1_000_000, "sha1": 1_200_000, **dict.fromkeys(("sha224", "sha256"), 1_000_000)}
_ITERATIONS |= dict.fromkeys(("sha384", "sha512"), 700_000)
_SCRYPT = 2_000_000
_SLACK = 1 << 20  # OpenSSL needs a little more than the formula
CONTAINER = 64  # bytes of scrypt-kdf's header before its HMAC


def _pbkdf2_cost(settings: Settings) -> Cost:
    known("the hash function", settings["hash"], _ITERATIONS)
    blocks = -(-int(settings.get("length", 1)) // hashlib.new(settings["hash"]).digest_size)
    return Cost(within("iterations", settings["iterations"], 1, 10**9) * blocks / _ITERATIONS[settings["hash"]])


def _pbkdf2(password: bytes, settings: Settings, _: Secrets) -> bytes:
    name, salt, length = settings["hash"], settings["salt"], settings["length"]
    return hashlib.pbkdf2_hmac(name, password, salt, settings["iterations"], length)


def scrypt_cost(settings: Settings) -> Cost:
    """The cost of scrypt with these settings n, r and p."""
    n, r, p = (within(name, settings[name], 1, 2**31) for name in ("n", "r", "p"))
    if n == 1 or n.bit_count() != 1:
        raise UnusableHash("n is no power of two")
    within("r * p", r * p, 1, 2**30 - 1)
    return Cost(n * r * p / _SCRYPT, 128 * r * (n + p) / 2**20)


def scrypt(password: bytes, settings: Settings, *, salt: bytes, length: int) -> bytes:
    """The key that scrypt derives with these settings n, r and p, whose cost was checked."""
    n, r, p = settings["n"], settings["r"], settings["p"]
    room = 128 * r * (n + p + 2) + _SLACK
    return hashlib.scrypt(password, salt=salt, n=n, r=r, p=p, dklen=length, maxmem=room)


def _scrypt(password: bytes, settings: Settings, _: Secrets) -> bytes:
    return scrypt(password, settings, salt=settings["salt"], length=settings["length"])


def _scram(password: bytes, settings: Settings, _: Secrets) -> bytes:
    """The StoredKey, then the ServerKey."""
    name = settings["hash"]
    salted = hashlib.pbkdf2_hmac(name, password, settings["salt"], settings["iterations"])
    stored_key = hashlib.new(name, hmac.digest(salted, b"Client Key", name)).digest()
    return stored_key + hmac.digest(salted, b"Server Key", name)


def _hmac_cost(settings: Settings) -> Cost:
    known("the hash function", settings["hash"], _ITERATIONS)
    return Cost(0)


def _hmac(password: bytes, settings: Settings, _: Secrets) -> bytes:
    """Keyed by the salt, as in Werkzeug before 2.3."""
    return hmac.digest(settings["key"], password, settings["hash"])


def container_header(n: int, r: int, p: int, salt: bytes) -> bytes:
    """The header of scrypt-kdf's container, with its checksum (the format of Tarsnap's scrypt utility)."""
    header = b"scrypt\0" + struct.pack(">BII", n.bit_length() - 1, r, p) + salt
    return header + hashlib.sha256(header).digest()[:16]


def _container(password: bytes, settings: Settings, _: Secrets) -> bytes:
    """The HMAC of the header."""
    header = container_header(settings["n"], settings["r"], settings["p"], settings["salt"])
    return hmac.digest(scrypt(password, settings, salt=settings["salt"], length=64)[32:], header, "sha256")


_SCRYPT_FIELDS = {"n": int, "r": int, "p": int, "salt": bytes}
_PBKDF2_FIELDS = {"hash": str, "iterations": int, "salt": bytes}
SCHEMES = {
    "hmac": Scheme({"hash": str, "key": bytes}, _hmac_cost, _hmac),
    "pbkdf2": Scheme({**_PBKDF2_FIELDS, "length": int}, _pbkdf2_cost, _pbkdf2),
    "scrypt": Scheme({**_SCRYPT_FIELDS, "length": int}, scrypt_cost, _scrypt),
    "scrypt-kdf": Scheme(_SCRYPT_FIELDS, scrypt_cost, _container),
    "scram": Scheme(_PBKDF2_FIELDS, _pbkdf2_cost, _scram),
}
