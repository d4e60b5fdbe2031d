"""bcrypt, by the library bcrypt. Its digest is the text of 31 characters, because its last one has two spare bits."""

import hmac
import re
from base64 import b64encode

import bcrypt

from gatepost.passwords.legacy.scheme import Cost, Scheme, Secrets, Settings, within
from gatepost.passwords.legacy.unusable import UnusableHash

MOST = 72  # bytes of a password that bcrypt uses
_ROUND = 80e-6  # seconds of one of 2^cost rounds, at most


def _cost(settings: Settings) -> Cost:
    if settings["prefix"] not in ("2", "2a", "2b", "2y"):
        raise UnusableHash("this prefix of bcrypt is not known")
    if re.fullmatch(r"[./A-Za-z0-9]{21}[.Oeu]", settings["salt"]) is None:
        raise UnusableHash("the salt of bcrypt is not as it should be")
    return Cost(2 ** within("bcrypt's cost", settings["cost"], 4, 31) * _ROUND)


def _compute(password: bytes, settings: Settings, _: Secrets) -> bytes:
    """A password of more than 72 bytes is cut; steps refuse it before, where the other system does."""
    if settings["prefix"] == "2" and password:  # the first version has no zero byte between repetitions
        password *= -(-MOST // len(password))
    salt = f"$2b${settings['cost']:02d}${settings['salt']}"
    return bcrypt.hashpw(password[:MOST], salt.encode())[-31:]


def _of_hmac(password: bytes, settings: Settings, secrets: Secrets) -> bytes:
    """passlib's bcrypt_sha256, version 2: the text of the salt is the key of an HMAC."""
    keyed = hmac.digest(settings["salt"].encode(), password, "sha256")
    return _compute(b64encode(keyed), settings, secrets)


_FIELDS = {"prefix": str, "cost": int, "salt": str}
SCHEMES = {"bcrypt": Scheme(_FIELDS, _cost, _compute), "bcrypt-sha256": Scheme(_FIELDS, _cost, _of_hmac)}
