"""Discourse: PBKDF2 over the text of a salt, both of which stand beside the hash; and the founding document's MD5."""

from gatepost.passwords.legacy.reading import hexadecimal, number_of, parts, text_of
from gatepost.passwords.legacy.recipe import Recipe
from gatepost.passwords.legacy.system import Extra, Reader, System
from gatepost.passwords.legacy.systems.passlib import pbkdf2_recipe
from gatepost.passwords.legacy.systems.phpass import BARE_MD5

_ITERATIONS = 64_000  # before password_algorithm was a column


def _read(stored: str, extra: Extra) -> Recipe:
    """extra has the salt, and either iterations or password_algorithm: $pbkdf2-sha256$i=600000,l=32$."""
    digest, salt = hexadecimal(stored, size=32), text_of(extra, "salt")
    if extra.get("password_algorithm") is None:
        return pbkdf2_recipe("sha256", number_of(extra, "iterations", default=_ITERATIONS), salt.encode(), digest)
    algorithm = text_of(extra, "password_algorithm")
    (iterations,) = parts(r"\$pbkdf2-sha256\$i=([0-9]+),l=32\$?", algorithm, "an algorithm of Discourse")
    return pbkdf2_recipe("sha256", iterations, salt.encode(), digest)


FOUNDING = System((BARE_MD5,), (("pepper",),), {"pepper": ("SALT_KEY", "salt_key", "salt")})
SYSTEMS: dict[str, System] = {}
FRIENDLY = {"discourse": System((Reader("[0-9a-f]", _read),)), "founding document": FOUNDING}
