"""The schemes, by the names that the database keeps. Their libraries are loaded at the first use."""

from importlib import import_module

from gatepost.passwords.legacy.scheme import Scheme
from gatepost.passwords.legacy.unusable import UnusableHash

# These names are in databases: none may change its meaning.
WHERE = {
    "argon2": "argon2s",
    "bcrypt": "bcrypts",
    "bcrypt-sha256": "bcrypts",
    "pbkdf2": "kdfs",
    "scrypt": "kdfs",
    "scrypt-kdf": "kdfs",
    "scram": "kdfs",
    "firebase": "firebase",
    "digest": "digests",
    "hmac": "kdfs",
    "symfony": "digests",
    "phpass": "digests",
    "cram-md5": "cram_md5",
    "zope-mysql": "zope_mysql",
    "sha512-crypt": "crypts",
    "sha256-crypt": "crypts",
    "sha1-crypt": "crypts",
    "md5-crypt": "crypts",
    "apr1": "crypts",
    "des-crypt": "crypts",
    "fshp": "crypts",
    "mysql323": "crypts",
    "mysql41": "crypts",
    "libcrypt": "libcrypt",
}


def find_scheme(name: str) -> Scheme:
    """The scheme of this *name*. Raises UnusableHash."""
    if name not in WHERE:
        raise UnusableHash("no scheme has this name")
    schemes: dict[str, Scheme] = import_module(f"{__name__}.{WHERE[name]}").SCHEMES
    return schemes[name]
