"""bcrypt in all its prefixes, and the many systems that store it as it is.

The libraries differ in what they do to more than 72 bytes: most cut, Python's bcrypt 5 refuses. Those in C end a
password at its first zero byte. Synapse and Home Assistant cut themselves since they are on bcrypt 5, and KeystoneJS
compares by a library that cuts.
"""

import re
from collections.abc import Callable

from gatepost.passwords.legacy.reading import base64, parts
from gatepost.passwords.legacy.recipe import Recipe
from gatepost.passwords.legacy.system import Extra, Reader, System, after
from gatepost.passwords.legacy.unusable import UnusableHash

_SHAPE = r"\$2[abxy]?\$"
BCRYPT64 = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_LAST_OF_SALT = ".Oeu"
_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def bcrypt_recipe(prefix: str, cost: str, salt: str, digest: str, steps: tuple[str, ...]) -> Recipe:
    """The recipe of these parts. The last characters of salt and digest have spare bits, which must be zero."""
    if re.fullmatch(r"[./A-Za-z0-9]{22} [./A-Za-z0-9]{31}", f"{salt} {digest}") is None:
        raise UnusableHash("this is no bcrypt hash, or is cut off")
    if BCRYPT64.index(digest[-1]) % 4:
        raise UnusableHash("its last character is none that bcrypt writes")
    if salt[-1] not in _LAST_OF_SALT:
        raise UnusableHash("the last character of its salt is none that bcrypt writes")
    if prefix == "2x":
        return Recipe("libcrypt", {"setting": f"$2x${cost}${salt}"}, digest.encode(), (("cut-nul", "at-most-511"),))
    return Recipe("bcrypt", {"prefix": prefix, "cost": int(cost), "salt": salt}, digest.encode(), (steps,))


def _reading(*steps: str) -> Callable[[str, Extra], Recipe]:
    def read(stored: str, _: Extra) -> Recipe:
        prefix, cost, salt, digest = parts(r"\$(2[abxy]?)\$([0-9]{2})\$(.{22})(.{31})", stored, "a bcrypt hash")
        if salt[-1] in BCRYPT64:  # some libraries fill the spare bits by chance; bcrypt ignores them
            salt = salt[:-1] + BCRYPT64[BCRYPT64.index(salt[-1]) & 0b110000]
        return bcrypt_recipe(prefix, cost, salt, digest, steps)

    return read


def _read_adonis(stored: str, _: Extra) -> Recipe:
    """AdonisJS writes the version as a letter's number, and Base64 instead of bcrypt's alphabet."""
    pattern = r"\$bcrypt\$v=(97|98|121)\$r=([0-9]{1,2})\$(.{22})\$(.{31})"
    version, cost, *texts = parts(pattern, stored, "a bcrypt hash of AdonisJS")
    salt, digest = (text.translate(str.maketrans(_BASE64, BCRYPT64, ".")) for text in texts)
    return bcrypt_recipe(f"2{chr(int(version))}", cost.zfill(2), salt, digest, ("cut-72",))


def _read_in_base64(stored: str, extra: Extra) -> Recipe:
    """Home Assistant: the bytes of the hash in Base64."""
    return CUT.read(base64(stored, padded=True).decode("ascii", "replace"), extra)


CUT = Reader(_SHAPE, _reading("cut-72"))
CUT_IN_C = Reader(_SHAPE, _reading("cut-nul", "cut-72"))
AT_MOST_72 = Reader(_SHAPE, _reading("at-most-72"))
SYMFONY = Reader(_SHAPE, _reading("symfony", "cut-nul", "cut-72"))
ADONIS = Reader(r"\$bcrypt\$", _read_adonis)
_CUTS, _CUTS_IN_C, _REFUSES = System((CUT,)), System((CUT_IN_C,)), System((AT_MOST_72,))

SYSTEMS = {
    "npm bcrypt": _CUTS,
    "npm bcryptjs": _CUTS,
    "npm bcryptjs 2 (Strapi, n8n, NocoDB, Flowise)": _CUTS,
    "FeathersJS": _CUTS,
    "Ghost": _CUTS,
    "Parse Server": _CUTS,
    "Parse Server without the native part": _CUTS,
    "Sails machinepack-passwords": _CUTS,
    "oslo Bcrypt": System((CUT,), (("nfkc",),)),
    "passlib bcrypt": _CUTS,
    "PyPI bcrypt": _REFUSES,
    "pwdlib bcrypt": _REFUSES,
    "libpass bcrypt": _REFUSES,
    "KeystoneJS": _CUTS,
    "Flask-Bcrypt": _REFUSES,
    "Flask-Bcrypt, BCRYPT_HANDLE_LONG_PASSWORDS": System((CUT,), (("sha256-hex",),)),
    "Home Assistant (method, with PyPI bcrypt)": System((Reader("JDJ", _read_in_base64),)),
    "Apache htpasswd bcrypt": _CUTS_IN_C,
    "Debian 12 shadow (mkpasswd) bcrypt": _CUTS_IN_C,
    "PHP password_hash default (Joomla, Nextcloud 1|, many)": _CUTS_IN_C,
    "Drupal 10.1 and later": System((CUT_IN_C,), (("at-most-512",),)),
    "Devise": _CUTS_IN_C,
    "Devise with a pepper": System((CUT_IN_C,), (("pepper",),)),
    "AdonisJS bcrypt": System((ADONIS,)),
    "Matrix Synapse": System((CUT,), (("nfkc", "pepper"),), optional=frozenset({"pepper"})),
}
FRIENDLY = {
    "bcrypt": System((CUT, after(r"bcrypt\$", CUT), after(r"\{BCRYPT\}", CUT))),  # those of Django and Zope, too
    "bcryptjs": _CUTS,
    "feathers": _CUTS,
    "ghost": _CUTS,
    "parse": _CUTS,
    "sails": _CUTS,
    "n8n": _CUTS,
    "keystone": _CUTS,
    "flask-bcrypt": _REFUSES,
    "flask-bcrypt-long": SYSTEMS["Flask-Bcrypt, BCRYPT_HANDLE_LONG_PASSWORDS"],
    "home-assistant": SYSTEMS["Home Assistant (method, with PyPI bcrypt)"],
    "devise": System((CUT_IN_C,), (("pepper",),), optional=frozenset({"pepper"})),
    "synapse": SYSTEMS["Matrix Synapse"],
}
