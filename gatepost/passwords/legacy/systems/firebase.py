"""Firebase Authentication, and what Supabase and SuperTokens make of its records."""

from gatepost.passwords.legacy.reading import base64, members, number, number_of, parts, text_of
from gatepost.passwords.legacy.recipe import Recipe
from gatepost.passwords.legacy.system import Extra, Reader
from gatepost.passwords.legacy.unusable import UnusableHash

_STANDARD = str.maketrans("-_", "+/")  # the command line writes the Base64 of addresses, the console standard Base64


def _bytes(text: object) -> bytes:
    if not isinstance(text, str):
        raise UnusableHash("salt and hash are no texts")
    return base64(text.translate(_STANDARD))


def _recipe(log_n: int, r: int, salt: bytes, separator: bytes, *, key: str, digest: bytes) -> Recipe:
    signer_key = key.translate(_STANDARD)
    if len(base64(signer_key)) != len(digest):
        raise UnusableHash("the hash is not as long as the signer key, which it encrypts")
    settings = {"n": 2 ** min(log_n, 64), "r": r, "salt": salt, "separator": separator}
    padded = signer_key.rstrip("=") + "=" * (-len(signer_key.rstrip("=")) % 4)
    return Recipe("firebase", settings, digest, secrets={"signer_key": padded})


def _read(stored: str, extra: Extra) -> Recipe:
    """A JSON object with salt and hash. extra has the project's parameters, by the names of its console or export."""
    names = ("salt", "passwordHash") if '"passwordHash"' in stored else ("salt", "hash")
    salt, digest = (_bytes(value) for value in members(stored, *names))
    separator = _bytes(text_of(extra, "saltSeparator", "base64_salt_separator", "salt_separator"))
    key = text_of(extra, "signerKey", "base64_signer_key", "signer_key")
    log_n, r = number_of(extra, "memCost", "mem_cost"), number_of(extra, "rounds")
    return _recipe(log_n, r, salt, separator, key=key, digest=digest)


def _read_supabase(stored: str, _: Extra) -> Recipe:
    pattern = r"\$fbscrypt\$v=1,n=([0-9]+),r=([0-9]+),p=1(?:,ss=([^,$]*))?,sk=([^,$]+)\$([^$]+)\$([^$]+)"
    log_n, r, separator, key, salt, digest = parts(pattern, stored, "a hash $fbscrypt$ of Supabase")
    return _recipe(number(log_n), number(r), _bytes(salt), _bytes(separator), key=key, digest=_bytes(digest))


def _read_supertokens(stored: str, extra: Extra) -> Recipe:
    pattern = r"\$f_scrypt\$([^$]+)\$([^$]+)\$m=([0-9]+)\$r=([0-9]+)\$s=([^$]*)"
    digest, salt, log_n, r, separator = parts(pattern, stored, "a hash $f_scrypt$ of SuperTokens")
    key = text_of(extra, "signerKey", "firebase_password_hashing_signer_key", "signer_key")
    return _recipe(number(log_n), number(r), _bytes(salt), _bytes(separator), key=key, digest=_bytes(digest))


FIREBASE = Reader(r"\s*\{", _read)
SUPABASE = Reader(r"\$fbscrypt\$", _read_supabase)
SUPERTOKENS = Reader(r"\$f_scrypt\$", _read_supertokens)
