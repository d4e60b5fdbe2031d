"""The notations of passlib and libpass, and the systems that use them."""

import re

from gatepost.passwords.legacy.reading import adapted64, base64, hexadecimal, number, parts
from gatepost.passwords.legacy.recipe import Recipe
from gatepost.passwords.legacy.scheme import LENGTHS, known
from gatepost.passwords.legacy.system import Extra, Reader, System
from gatepost.passwords.legacy.systems.argon2 import ARGON2
from gatepost.passwords.legacy.systems.bcrypt import CUT, bcrypt_recipe
from gatepost.passwords.legacy.unusable import UnusableHash

SIZES = {"sha1": 20, "sha256": 32, "sha512": 64, "md5": 16, "sha224": 28, "sha384": 48}


def pbkdf2_recipe(name: str, iterations: object, salt: bytes, digest: bytes, *, whole: bool = True) -> Recipe:
    """The recipe of these parts. A *whole* digest is as long as that of the hash function *name*.

    Of a longer one the first block is kept: each block costs all iterations (RFC 8018 section 5.2), and one of them
    already tells passwords apart.
    """
    size = SIZES.get(name, len(digest))
    if whole and len(digest) != SIZES.get(name):
        raise UnusableHash(f"its digest has {len(digest)} bytes, as {name} has none")
    if len(digest) > size:
        known("the length of the digest", len(digest), LENGTHS)
        digest = digest[:size]
    settings = {"hash": name, "iterations": number(iterations), "salt": salt, "length": len(digest)}
    return Recipe("pbkdf2", settings, digest)


def scrypt_recipe(costs: tuple[int, int, int], salt: bytes, digest: bytes) -> Recipe:
    """The recipe of these parts; *costs* are n, r and p."""
    n, r, p = costs
    return Recipe("scrypt", {"n": n, "r": r, "p": p, "salt": salt, "length": len(digest)}, digest)


def _read_pbkdf2(stored: str, _: Extra) -> Recipe:
    pattern = r"\$pbkdf2(?:-(sha256|sha512))?\$([0-9]+)\$([^$]*)\$([^$]+)"
    name, iterations, salt, digest = parts(pattern, stored, "a PBKDF2 hash of passlib")
    return pbkdf2_recipe(name or "sha1", iterations, adapted64(salt), adapted64(digest))


def _read_scrypt(stored: str, _: Extra) -> Recipe:
    """passlib writes N as its logarithm ln, AdonisJS as n."""
    pattern = r"\$scrypt\$(ln|n)=([0-9]+),r=([0-9]+),p=([0-9]+)\$([^$]*)\$([^$]+)"
    name, *numbers, salt, digest = parts(pattern, stored, "a scrypt hash in PHC notation")
    n, r, p = map(number, numbers)
    if name == "ln":
        n = 2 ** min(n, 64)
    return scrypt_recipe((n, r, p), base64(salt, padded=False), base64(digest, padded=False))


def _read_bcrypt_sha256(stored: str, _: Extra) -> Recipe:
    """Version 2 keys an HMAC by the salt. Version 1, of passlib before 1.7.3, has bcrypt over plain SHA-256."""
    pattern = r"\$bcrypt-sha256\$(?:v=(2),t=)?(2[aby]),(?:r=)?([0-9]{1,2})\$(.{22})\$(.{31})"
    version, prefix, cost, salt, digest = parts(pattern, stored, "a bcrypt_sha256 hash of passlib")
    recipe = bcrypt_recipe(prefix, cost.zfill(2), salt, digest, ("sha256-base64",))
    if not version:
        return recipe
    return Recipe("bcrypt-sha256", recipe.settings, recipe.digest)


def _read_cta(stored: str, _: Extra) -> Recipe:
    iterations, *texts = parts(r"\$p5k2\$([0-9a-f]{1,8})\$([^$]*)\$([^$]+)", stored, "a PBKDF2 hash of Cryptacular")
    salt, digest = (base64(text.translate(str.maketrans("-_", "+/", "+/")), padded=True) for text in texts)
    return pbkdf2_recipe("sha1", int(iterations, 16), salt, digest)


def _read_grub(stored: str, _: Extra) -> Recipe:
    pattern = r"grub\.pbkdf2\.sha512\.([0-9]+)\.([0-9A-Fa-f]*)\.([0-9A-Fa-f]+)"
    iterations, salt, digest = parts(pattern, stored, "a hash of GRUB")
    return pbkdf2_recipe("sha512", iterations, hexadecimal(salt), hexadecimal(digest))


def _read_fshp(stored: str, _: Extra) -> Recipe:
    variant, size, rounds, text = parts(r"\{FSHP([0-3])\|([0-9]+)\|([0-9]+)\}(.+)", stored, "an FSHP hash")
    raw, expected = base64(text, padded=True), SIZES[("sha1", "sha256", "sha384", "sha512")[int(variant)]]
    salt, digest = raw[: number(size)], raw[number(size) :]
    if len(digest) != expected:
        raise UnusableHash(f"its digest has {len(digest)} bytes, not {expected}")
    return Recipe("fshp", {"variant": int(variant), "rounds": number(rounds), "salt": salt}, digest)


def _read_scram(stored: str, _: Extra) -> Recipe:
    """Each of its digests is of the same password: the strongest is verified."""
    iterations, salt, rest = parts(r"\$scram\$([0-9]+)\$([^$]+)\$([^$]+)", stored, "a SCRAM hash of passlib")
    digests = dict(each.partition("=")[::2] for each in rest.split(","))
    for name in ("sha-512", "sha-256", "sha-1"):
        if name in digests:
            recipe = pbkdf2_recipe(name.replace("-", ""), iterations, adapted64(salt), adapted64(digests[name]))
            return Recipe(recipe.scheme, recipe.settings, recipe.digest, (("saslprep",),))
    raise UnusableHash("it has none of the digests that are known")


def _read_mysql(stored: str, _: Extra) -> Recipe:
    if stored.startswith("*"):
        (digits,) = parts(r"\*([0-9A-F]{40}|[0-9a-f]{40})", stored, "a hash of MySQL 4.1")
        return Recipe("mysql41", {}, f"*{digits.upper()}".encode())
    (digits,) = parts(r"([0-9a-f]{16}|[0-9A-F]{16})", stored, "a hash of MySQL")
    return Recipe("mysql323", {}, digits.lower().encode())


PBKDF2 = Reader(r"\$pbkdf2", _read_pbkdf2)
SCRYPT = Reader(r"\$scrypt\$", _read_scrypt)
BCRYPT_SHA256 = Reader(r"\$bcrypt-sha256\$", _read_bcrypt_sha256)
CTA = Reader(re.escape("$p5k2$"), _read_cta)
GRUB = Reader(re.escape("grub.pbkdf2."), _read_grub)
FSHP = Reader(r"\{FSHP", _read_fshp)
SCRAM = Reader(re.escape("$scram$"), _read_scram)
MYSQL41 = Reader(r"\*", _read_mysql)
NOTATIONS = (PBKDF2, SCRYPT, BCRYPT_SHA256, CTA, GRUB, FSHP, SCRAM, MYSQL41)
_ANY = System(NOTATIONS)
_FLASK_SECURITY = (CUT, ARGON2, PBKDF2)
_DOUBLE = "hmac-sha512-base64"
_KEY = {"key": ("SECURITY_PASSWORD_SALT", "salt")}

SYSTEMS = {
    **dict.fromkeys((f"passlib {name}" for name in ("bcrypt_sha256", "pbkdf2_sha512", "scrypt")), _ANY),
    **dict.fromkeys((f"libpass {name}" for name in ("bcrypt_sha256", "pbkdf2_sha256", "pbkdf2_sha512")), _ANY),
    **dict.fromkeys((f"libpass {name}" for name in ("scrypt", "cta_pbkdf2_sha1", "fshp", "scram", "mysql41")), _ANY),
    "libpass grub_pbkdf2_sha512": _ANY,
    "AdonisJS scrypt": _ANY,
    "Odoo (its CryptContext, on libpass)": System((PBKDF2,)),
    **dict.fromkeys(
        ("Flask-Security (default)", "Flask-Security bcrypt", "Flask-Security pbkdf2_sha512"),
        System(_FLASK_SECURITY, ((_DOUBLE,),), _KEY),
    ),
    "Flask-Security, through its forms' normalisation (NFKD)": System(_FLASK_SECURITY, (("nfkd", _DOUBLE),), _KEY),
}
FRIENDLY = {
    "odoo": System((PBKDF2,)),
    "mysql": System((MYSQL41, Reader("[0-9a-fA-F]", _read_mysql))),
    "flask-security": System(_FLASK_SECURITY, ((_DOUBLE,), ("nfkd", _DOUBLE)), _KEY),
}
