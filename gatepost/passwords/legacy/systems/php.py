"""Systems in PHP over password_hash(): Laravel, Symfony, Nextcloud, Joomla, Moodle."""

from gatepost.passwords.legacy.reading import base64, hexadecimal, number_of, parts, text_of
from gatepost.passwords.legacy.recipe import Recipe
from gatepost.passwords.legacy.system import Extra, Reader, System, after
from gatepost.passwords.legacy.systems.argon2 import ARGON2
from gatepost.passwords.legacy.systems.bcrypt import CUT_IN_C, SYMFONY
from gatepost.passwords.legacy.systems.crypt3 import NOTATIONS
from gatepost.passwords.legacy.systems.passlib import SIZES
from gatepost.passwords.legacy.systems.phpass import BARE_MD5, PHPASS
from gatepost.passwords.legacy.unusable import UnusableHash

_ITERATIONS = 5000  # of Symfony's MessageDigestPasswordHasher


def _read_symfony_digest(stored: str, extra: Extra) -> Recipe:
    """The salt of the user's row is in extra; algorithm and iterations, where they are not sha512 and 5000."""
    name, salt = str(extra.get("algorithm") or "sha512"), text_of(extra, "salt")
    digest = base64(stored, padded=True)
    if len(digest) != SIZES.get(name) or "{" in salt or "}" in salt:
        raise UnusableHash("its length is not that of the algorithm, or its salt has a brace")
    iterations = number_of(extra, "iterations", default=_ITERATIONS)
    return Recipe("symfony", {"hash": name, "iterations": iterations, "salt": salt.encode()}, digest)


def _read_joomla_md5(stored: str, _: Extra) -> Recipe:
    digest, salt = parts(r"([0-9a-f]{32}):(.*)", stored, "an MD5 hash of Joomla with its salt")
    settings = {"hash": "md5", "before": b"", "behind": salt.encode()}
    return Recipe("digest", settings, hexadecimal(digest, size=16))


_PHP = (CUT_IN_C, ARGON2)
_SYMFONY = System((SYMFONY, ARGON2, Reader("[A-Za-z0-9+/]{40}", _read_symfony_digest)), (("at-most-4096",),))
_NEXTCLOUD = System((after(r"[123]\|", *_PHP),))
_MOODLE = (*NOTATIONS, ARGON2, BARE_MD5)

SYSTEMS = {
    "Laravel": System(_PHP),
    "Symfony native (auto)": _SYMFONY,
    "Symfony sodium": _SYMFONY,
    "Symfony MessageDigest sha512 (older)": _SYMFONY,
    "Nextcloud (shape 3|)": _NEXTCLOUD,
    "Moodle (shape)": System(_MOODLE, (("pepper",),)),
}
FRIENDLY = {
    "laravel": System(_PHP),
    "php": System(_PHP),
    "symfony": _SYMFONY,
    "nextcloud": _NEXTCLOUD,
    "joomla": System((*_PHP, PHPASS, Reader("[0-9a-f]{32}:", _read_joomla_md5))),
    "moodle": System(_MOODLE, ((), ("pepper",)), optional=frozenset({"pepper"})),  # a hash may be older than the pepper
}
