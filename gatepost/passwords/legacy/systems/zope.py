"""AuthEncoding of Zope and Plone. It takes a password in Latin-1 where it fits, for its digests alone."""

from gatepost.passwords.legacy.reading import base64, hexadecimal, parts
from gatepost.passwords.legacy.recipe import Recipe
from gatepost.passwords.legacy.system import Extra, Reader, System, after
from gatepost.passwords.legacy.systems.bcrypt import AT_MOST_72
from gatepost.passwords.legacy.systems.crypt3 import DES
from gatepost.passwords.legacy.systems.ldap import digest_recipe

_FORMS = (("latin-1",),)


def _read_digest(stored: str, _: Extra) -> Recipe:
    kind, text = parts(r"\{(SSHA|SHA|SHA256)\}(.+)", stored, "a digest of AuthEncoding")
    raw = hexadecimal(text) if kind == "SHA256" else base64(text, padded=True)
    recipe = digest_recipe("sha256" if kind == "SHA256" else "sha1", raw, salted=kind == "SSHA")
    return Recipe(recipe.scheme, recipe.settings, recipe.digest, _FORMS)


def _read_mysql(stored: str, _: Extra) -> Recipe:
    (digits,) = parts(r"\{MYSQL\}([0-9a-f]{16})", stored, "a hash {MYSQL} of AuthEncoding")
    return Recipe("zope-mysql", {}, digits.encode())


_ZOPE = System(
    (
        Reader(r"\{(?:SSHA|SHA|SHA256)\}", _read_digest),
        Reader(r"\{MYSQL\}", _read_mysql),
        after(r"\{BCRYPT\}", AT_MOST_72),
        after(r"\{CRYPT\}", DES),
    )
)
_NAMES = ("BCRYPT", "CRYPT", "MYSQL", "SHA256", "SHA", "SSHA")
SYSTEMS = dict.fromkeys((f"Zope/Plone AuthEncoding {{{name}}}" for name in _NAMES), _ZOPE)
FRIENDLY = {"zope": _ZOPE, "plone": _ZOPE}
