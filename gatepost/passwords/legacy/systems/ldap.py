"""Schemes in braces (RFC 3112): OpenLDAP, Dovecot, htpasswd, Atlassian. Their names are in any letter case."""

from collections.abc import Callable

from gatepost.passwords.legacy.reading import adapted64, base64, hexadecimal, number, parts
from gatepost.passwords.legacy.recipe import Recipe
from gatepost.passwords.legacy.system import Extra, Reader, System, after
from gatepost.passwords.legacy.systems.argon2 import ARGON2
from gatepost.passwords.legacy.systems.bcrypt import CUT_IN_C
from gatepost.passwords.legacy.systems.crypt3 import DES, MD5, NOTATIONS
from gatepost.passwords.legacy.systems.passlib import FSHP, SIZES, pbkdf2_recipe
from gatepost.passwords.legacy.unusable import UnusableHash

_ATLASSIAN_SALT, _ATLASSIAN_ITERATIONS = 16, 10_000


def digest_recipe(name: str, raw: bytes, *, salted: bool) -> Recipe:
    """The recipe of a digest with the salt, if there is one, behind it."""
    size = SIZES[name]
    if len(raw) < size or (len(raw) > size) != salted:
        raise UnusableHash(f"it has {len(raw)} bytes: no digest of {name} with its salt")
    return Recipe("digest", {"hash": name, "before": b"", "behind": raw[size:]}, raw[:size])


def _digest(label: str, name: str, *, salted: bool) -> Reader:
    """In Base64, or as Dovecot's suffixes .HEX, .B64 and .BASE64 say; without them a bare digest may be hexadecimal."""

    def read(stored: str, _: Extra) -> Recipe:
        pattern = rf"(?i:\{{{label}(\.HEX|\.B64|\.BASE64)?\}})(.+)"
        encoding, text = parts(pattern, stored, f"a hash {{{label}}}")
        is_hex = encoding.upper() == ".HEX" or (not encoding and not salted and len(text) == 2 * SIZES[name])
        return digest_recipe(name, hexadecimal(text) if is_hex else base64(text, padded=True), salted=salted)

    return Reader(rf"(?i:\{{{label}(?:\.HEX|\.B64|\.BASE64)?\}})", read)


def _read_dovecot_pbkdf2(stored: str, _: Extra) -> Recipe:
    salt, iterations, digest = parts(
        r"(?i:\{PBKDF2\})\$1\$([^$]+)\$([0-9]+)\$(.+)", stored, "a hash {PBKDF2} of Dovecot"
    )
    return pbkdf2_recipe("sha1", iterations, salt.encode(), hexadecimal(digest))


def _read_openldap_pbkdf2(stored: str, _: Extra) -> Recipe:
    pattern = r"(?i:\{PBKDF2(?:-SHA(1|256|512))?\})([0-9]+)\$([^$]+)\$([^$]+)"
    name, iterations, salt, digest = parts(pattern, stored, "a hash {PBKDF2} of OpenLDAP")
    return pbkdf2_recipe(f"sha{name or '1'}", iterations, adapted64(salt), adapted64(digest))


def _read_scram(stored: str, _: Extra) -> Recipe:
    """Dovecot does not prepare the password by SASLprep."""
    pattern = r"(?i:\{SCRAM-SHA-(1|256)\})([0-9]+),([^,]+),([^,]+),([^,]+)"
    name, iterations, salt, key, server_key = parts(pattern, stored, "a hash {SCRAM-SHA-…} of Dovecot")
    raw, also = base64(key, padded=True), base64(server_key, padded=True)
    if not len(raw) == len(also) == SIZES[f"sha{name}"]:
        raise UnusableHash("its keys are too short or too long")
    settings = {"hash": f"sha{name}", "iterations": number(iterations), "salt": base64(salt, padded=True)}
    return Recipe("scram", settings, raw + also)


def _read_cram_md5(stored: str, _: Extra) -> Recipe:
    (text,) = parts(r"(?i:\{(?:CRAM-MD5|HMAC-MD5)\})(.+)", stored, "a hash {CRAM-MD5}")
    return Recipe("cram-md5", {}, hexadecimal(text, size=32))


def _read_atlassian(stored: str, _: Extra) -> Recipe:
    (text,) = parts(r"\{PKCS5S2\}(.+)", stored, "a hash {PKCS5S2}")
    raw = base64(text, padded=True)
    salt, digest = raw[:_ATLASSIAN_SALT], raw[_ATLASSIAN_SALT:]
    if len(digest) != SIZES["sha256"]:
        raise UnusableHash("it has not 16 bytes of salt and 32 of digest")
    return pbkdf2_recipe("sha1", _ATLASSIAN_ITERATIONS, salt, digest, whole=False)


def _behind(label: str, *readers: Reader) -> Reader:
    return after(rf"(?i:\{{{label}\}})", *readers)


ATLASSIAN = Reader(r"\{PKCS5S2\}", _read_atlassian)
_DIGEST: Callable[..., Reader] = _digest
READERS = (
    _behind("(?:LDAP-)?MD5(?=}\\$1\\$)", MD5),
    *(_DIGEST(label, name, salted=False) for label, name in (("(?:LDAP-|PLAIN-)?MD5", "md5"), ("SHA1?", "sha1"))),
    *(_DIGEST(f"SHA{size}", f"sha{size}", salted=False) for size in ("256", "384", "512")),
    *(_DIGEST(label, name, salted=True) for label, name in (("SMD5", "md5"), ("SSHA", "sha1"))),
    *(_DIGEST(f"SSHA{size}", f"sha{size}", salted=True) for size in ("256", "384", "512")),
    Reader(r"(?i:\{PBKDF2\})\$1\$", _read_dovecot_pbkdf2),
    Reader(r"(?i:\{PBKDF2)", _read_openldap_pbkdf2),
    Reader(r"(?i:\{SCRAM-SHA)", _read_scram),
    Reader(r"(?i:\{(?:CRAM|HMAC)-MD5\})", _read_cram_md5),
    ATLASSIAN,
    FSHP,
    _behind("ARGON2(?:ID|I|D)?", ARGON2),
    _behind("(?:CRYPT|BLF-CRYPT|MD5-CRYPT|SHA256-CRYPT|SHA512-CRYPT|DES-CRYPT)", *NOTATIONS, DES),
)
_LDAP = System((*READERS, CUT_IN_C))

_DOVECOT = ("ARGON2ID", "ARGON2I", "BLF-CRYPT", "CRAM-MD5", "LDAP-MD5", "MD5-CRYPT", "PBKDF2", "PLAIN-MD5")
_DOVECOT_TOO = ("SCRAM-SHA-1", "SCRAM-SHA-256", "SHA512-CRYPT", "SHA512.HEX", "SMD5", "SSHA256", "SSHA512", "SSHA")
_OPENLDAP = ("ARGON2", "CRYPT", "PBKDF2-SHA256", "PBKDF2-SHA512", "SHA", "SMD5", "SSHA256", "SSHA512", "SSHA")
SYSTEMS = {
    **dict.fromkeys((f"Dovecot {{{name}}}" for name in (*_DOVECOT, *_DOVECOT_TOO)), _LDAP),
    **dict.fromkeys((f"OpenLDAP {{{name}}}" for name in _OPENLDAP), _LDAP),
    **dict.fromkeys((f"libpass ldap_salted_sha{size}" for size in ("1", "256", "512")), _LDAP),
    "libpass atlassian_pbkdf2_sha1": _LDAP,
    "Apache htpasswd SHA": _LDAP,
}
FRIENDLY = {
    "dovecot": _LDAP,
    "openldap": _LDAP,
    "ldap": _LDAP,
    "atlassian": System((ATLASSIAN,)),
    "htpasswd": System((*NOTATIONS, DES, *READERS)),
}
