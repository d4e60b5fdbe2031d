"""Systems in Python that have notations of their own: Werkzeug, Jupyter, Atlassian's by libpass."""

from gatepost.passwords.legacy.reading import hexadecimal, number, parts
from gatepost.passwords.legacy.recipe import Recipe
from gatepost.passwords.legacy.system import Extra, Reader, System, after
from gatepost.passwords.legacy.systems.argon2 import ARGON2
from gatepost.passwords.legacy.systems.bcrypt import AT_MOST_72
from gatepost.passwords.legacy.systems.passlib import SIZES, pbkdf2_recipe, scrypt_recipe


def _read_pbkdf2(stored: str, _: Extra) -> Recipe:
    pattern = r"pbkdf2:(md5|sha(?:1|224|256|384|512)):([0-9]+)\$([^$]+)\$([0-9a-f]+)"
    name, iterations, salt, digest = parts(pattern, stored, "a PBKDF2 hash of Werkzeug with its iterations")
    return pbkdf2_recipe(name, iterations, salt.encode(), hexadecimal(digest))


def _read_scrypt(stored: str, _: Extra) -> Recipe:
    pattern = r"scrypt:([0-9]+):([0-9]+):([0-9]+)\$([^$]+)\$([0-9a-f]+)"
    *numbers, salt, digest = parts(pattern, stored, "a scrypt hash of Werkzeug")
    n, r, p = map(number, numbers)
    return scrypt_recipe((n, r, p), salt.encode(), hexadecimal(digest, size=64))


def _read_hmac(stored: str, _: Extra) -> Recipe:
    """Of Werkzeug before 2.3. Django's records look the same, so no other system reads them so."""
    pattern = r"(md5|sha(?:1|224|256|384|512))\$([^$]+)\$([0-9a-f]+)"
    name, salt, digest = parts(pattern, stored, "an older hash of Werkzeug")
    return Recipe("hmac", {"hash": name, "key": salt.encode()}, hexadecimal(digest, size=SIZES[name]))


def _read_jupyter(stored: str, _: Extra) -> Recipe:
    name, salt, digest = parts(r"(sha1|sha256|sha512):([^:]+):([0-9a-f]+)", stored, "a hash of Jupyter Server")
    settings = {"hash": name, "before": b"", "behind": salt.encode()}
    return Recipe("digest", settings, hexadecimal(digest, size=SIZES[name]))


READERS = (Reader("pbkdf2:", _read_pbkdf2), Reader("scrypt:", _read_scrypt))
JUPYTER = (after("argon2:", ARGON2), Reader(r"sha(?:1|256|512):", _read_jupyter))
_WERKZEUG, _JUPYTER = System((*READERS, Reader(r"(?:md5|sha[0-9]+)\$", _read_hmac))), System(JUPYTER)

SYSTEMS = {
    "Werkzeug pbkdf2": _WERKZEUG,
    "Werkzeug scrypt": _WERKZEUG,
    "Jupyter Server sha1 (older)": _JUPYTER,
}
FRIENDLY = {
    "werkzeug": _WERKZEUG,
    "jupyter": _JUPYTER,
    "fastapi-users": System((ARGON2, AT_MOST_72)),
    "pwdlib": System((ARGON2, AT_MOST_72)),
}
