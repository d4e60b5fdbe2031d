"""Django's password hashers (django.contrib.auth.hashers)."""

from gatepost.passwords.legacy.reading import base64, hexadecimal, number, parts
from gatepost.passwords.legacy.recipe import Recipe
from gatepost.passwords.legacy.system import Extra, Reader, System, after
from gatepost.passwords.legacy.systems.argon2 import ARGON2
from gatepost.passwords.legacy.systems.bcrypt import AT_MOST_72, CUT
from gatepost.passwords.legacy.systems.passlib import SIZES, pbkdf2_recipe, scrypt_recipe
from gatepost.passwords.legacy.systems.phpass import BARE_MD5


def _read_pbkdf2(stored: str, _: Extra) -> Recipe:
    pattern = r"pbkdf2_(sha1|sha256)\$([0-9]+)\$([^$]+)\$([^$]+)"
    name, iterations, salt, digest = parts(pattern, stored, "a PBKDF2 hash of Django")
    return pbkdf2_recipe(name, iterations, salt.encode(), base64(digest, padded=True))


def _read_scrypt(stored: str, _: Extra) -> Recipe:
    pattern = r"scrypt\$([0-9]+)\$([^$]+)\$([0-9]+)\$([0-9]+)\$([^$]+)"
    n, salt, r, p, digest = parts(pattern, stored, "a scrypt hash of Django")
    return scrypt_recipe((number(n), number(r), number(p)), salt.encode(), base64(digest, padded=True))


def _read_digest(stored: str, _: Extra) -> Recipe:
    name, salt, digest = parts(r"(md5|sha1)\$([^$]*)\$([0-9a-f]+)", stored, "a hash of Django")
    settings = {"hash": name, "before": salt.encode(), "behind": b""}
    return Recipe("digest", settings, hexadecimal(digest, size=SIZES[name]))


READERS = (
    Reader(r"pbkdf2_sha(?:1|256)\$", _read_pbkdf2),
    after(r"argon2(?=\$)", ARGON2),
    after(r"bcrypt_sha256\$", CUT, add=("sha256-hex",)),
    after(r"bcrypt\$", AT_MOST_72),
    Reader(r"scrypt\$", _read_scrypt),
    Reader(r"(?:md5|sha1)\$", _read_digest),
)
_DJANGO = System((*READERS, BARE_MD5))

_NAMES = ("argon2", "bcrypt", "bcrypt_sha256", "md5", "pbkdf2_sha1", "pbkdf2_sha256", "scrypt")
SYSTEMS = {**dict.fromkeys((f"Django {name}" for name in _NAMES), _DJANGO), "libpass django_pbkdf2_sha256": _DJANGO}
FRIENDLY = {"django": _DJANGO}
