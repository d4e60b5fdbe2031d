"""Systems in JavaScript that have formats of their own: scrypt and PBKDF2 over the text of a salt."""

import struct
from dataclasses import replace

from gatepost.passwords.legacy.reading import base64, hexadecimal, members, parts
from gatepost.passwords.legacy.recipe import Recipe
from gatepost.passwords.legacy.schemes.kdfs import CONTAINER, container_header
from gatepost.passwords.legacy.system import Extra, Reader, System
from gatepost.passwords.legacy.systems.argon2 import ARGON2
from gatepost.passwords.legacy.systems.bcrypt import ADONIS, CUT
from gatepost.passwords.legacy.systems.passlib import NOTATIONS, pbkdf2_recipe, scrypt_recipe
from gatepost.passwords.legacy.unusable import UnusableHash

_LUCIA, _OLD_R = (16384, 16, 1), 8  # N, r, p
_OLD_LENGTH, _OLD_ITERATIONS = 512, 25_000  # passport-local-mongoose, and Payload before 2026
_CONTAINER = 96  # bytes with the HMAC


def _read_lucia(stored: str, _extra: Extra) -> Recipe:
    """The salt is used as its hexadecimal text."""
    _, salt, key = parts(r"(s2:)?([^:]+):([0-9a-f]+)", stored, "a hash of Lucia or better-auth")
    return scrypt_recipe(_LUCIA, salt.encode(), hexadecimal(key, size=64))


def _read_legacy_lucia(stored: str, _extra: Extra) -> Recipe:
    """Of LegacyScrypt, hashes without s2: are those of Lucia 1."""
    recipe = _read_lucia(stored, _extra)
    return recipe if stored.startswith("s2:") else replace(recipe, settings={**recipe.settings, "r": _OLD_R})


def _texts(stored: str, *names: str) -> list[str]:
    values = members(stored, *names)
    if not all(isinstance(value, str) for value in values):
        raise UnusableHash("a member of the JSON object is no text")
    return values


def _read_payload(stored: str, _: Extra) -> Recipe:
    salt, text = _texts(stored, "salt", "hash")
    if text.startswith("pbkdf2-sha256-v1:"):
        return pbkdf2_recipe("sha256", 600_000, salt.encode(), hexadecimal(text.partition(":")[2], size=32))
    digest = hexadecimal(text, size=_OLD_LENGTH)
    return pbkdf2_recipe("sha256", _OLD_ITERATIONS, salt.encode(), digest, whole=False)


def _read_kuzzle(stored: str, _: Extra) -> Recipe:
    names = ("userSalt", "userPassword", "algorithm", "stretching", "encryption")
    salt, text, algorithm, stretching, encryption = members(stored, *names)
    if not isinstance(salt, str) or not isinstance(text, str):
        raise UnusableHash("a member of the JSON object is no text")
    if (algorithm, stretching, encryption) != ("sha512", True, "hmac"):
        raise UnusableHash("Kuzzle's settings are not those of its defaults")
    digest = hexadecimal(text, size=512)
    return pbkdf2_recipe("sha512", 10_000, salt.encode(), digest, whole=False)


def _read_medusa(stored: str, _: Extra) -> Recipe:
    """scrypt-kdf's container: a header with its checksum, and an HMAC of it."""
    raw = base64(stored, padded=True)
    if len(raw) != _CONTAINER:
        raise UnusableHash("this is no container of scrypt-kdf")
    log_n, r, p = struct.unpack_from(">BII", raw, 7)
    n, salt = 2 ** min(log_n, 64), raw[16:48]
    if container_header(n, r, p, salt) != raw[:CONTAINER]:
        raise UnusableHash("the checksum of scrypt-kdf's container is wrong")
    return Recipe("scrypt-kdf", {"n": n, "r": r, "p": p, "salt": salt}, raw[CONTAINER:])


_LUCIA_SHAPE = "(?:s2:)?[0-9A-Za-z]+:[0-9a-f]{128}$"
LUCIA, _LEGACY = Reader(_LUCIA_SHAPE, _read_lucia), Reader(_LUCIA_SHAPE, _read_legacy_lucia)
SALT_AND_HASH = Reader(r"\s*\{", _read_payload)
_LUCIA_SYSTEM = System((LUCIA,), (("nfkc",),))
_METEOR = System((CUT, ARGON2), (("sha256-hex",),))
_KUZZLE, _MEDUSA = System((Reader(r"\s*\{", _read_kuzzle),)), System((Reader("c2NyeXB0", _read_medusa),))

SYSTEMS = {
    "better-auth": _LUCIA_SYSTEM,
    "Lucia": _LUCIA_SYSTEM,
    "Lucia LegacyScrypt (Lucia 2)": System((_LEGACY,), (("nfkc",),)),
    "oslo Scrypt": _LUCIA_SYSTEM,
    "Payload CMS": System((SALT_AND_HASH,)),
    "Payload CMS (older records, still read)": System((SALT_AND_HASH,)),
    "passport-local-mongoose": System((SALT_AND_HASH,)),
    "Kuzzle": _KUZZLE,
    "Medusa": _MEDUSA,
    "Meteor accounts-password (method, with npm bcrypt)": _METEOR,
}
FRIENDLY = {
    "lucia-1": System((_LEGACY,), (("nfkc",),)),
    "lucia": System((LUCIA, CUT, ARGON2), (("nfkc",),)),
    "better-auth": _LUCIA_SYSTEM,
    "oslo": System((LUCIA, CUT, ARGON2), (("nfkc",),)),
    "payload": System((SALT_AND_HASH,)),
    "passport": System((SALT_AND_HASH, CUT)),
    "kuzzle": _KUZZLE,
    "medusa": _MEDUSA,
    "meteor": _METEOR,
    "adonis": System((ADONIS, ARGON2, *NOTATIONS)),
    "strapi": System((CUT,)),
}
