"""Steps that other systems do to a password before they hash it. Their names are in databases: none may change."""

import hashlib
import hmac
import re
import unicodedata
from base64 import b64encode
from collections.abc import Callable, Iterable
from html import escape
from importlib import import_module
from typing import Any, Literal

from gatepost.passwords.legacy.scheme import Secrets

_MOST = 72  # bytes of a password that bcrypt uses
_PHP_BLANKS = " \t\n\r\0\x0b"  # those of PHP's trim()
_WORDPRESS_KEY = b"wp-sha384"


class Refused(ValueError):
    """The other system takes no such password."""


def _hmac_sha512(password: str, secrets: Secrets) -> str:
    """Flask-Security's double hash."""
    return b64encode(hmac.digest(secrets["key"].encode(), password.encode(), "sha512")).decode()


def _symfony(password: str, _: Secrets) -> str:
    """NativePasswordHasher: passwords that bcrypt would cut are hashed first."""
    raw = password.encode()
    return b64encode(hashlib.sha512(raw).digest()).decode() if len(raw) > _MOST or b"\0" in raw else password


def _saslprep(password: str, _: Secrets) -> str:
    prepared: str = import_module("passlib.utils").saslprep(password)  # raises ValueError for what it prohibits
    return prepared


def _latin_1(text: str) -> bytes:
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode()


def _hexadecimal(name: str) -> Callable[[str, Secrets], str]:
    return lambda password, _: hashlib.new(name, password.encode()).hexdigest()


def _in_form(form: Literal["NFC", "NFKC", "NFKD"]) -> Callable[[str, Secrets], str]:
    return lambda password, _: unicodedata.normalize(form, password)


def _trim(password: str, _: Secrets) -> str:
    """PHP's trim(). Systems that trim a password take none of blanks alone."""
    trimmed = password.strip(_PHP_BLANKS)
    if password and not trimmed:
        raise Refused
    return trimmed


def _slash(password: str, _: Secrets) -> str:
    """PHP's addslashes(): WordPress puts these into what a form sends, and hashes the password so."""
    return re.sub(r"(['\"\\])", r"\\\1", password).replace("\0", "\\0")


def _html(password: str, _: Secrets) -> str:
    """PHP's htmlspecialchars() with ENT_COMPAT: phpBB does it to all that a form sends."""
    return escape(password, quote=False).replace('"', "&quot;")


def _at_most(size: int) -> Callable[[Any, Secrets], Any]:
    def check(password: str | bytes, _: Secrets) -> str | bytes:
        if len(password.encode() if isinstance(password, str) else password) > size:
            raise Refused
        return password

    return check


_LIMITS = {f"at-most-{size}": _at_most(size) for size in (72, 511, 512, 4096)}
# Those in TEXT take and give text, and come first; those in BYTES take and give bytes.
TEXT: dict[str, Callable[[str, Secrets], str]] = {
    "nfc": _in_form("NFC"),
    "nfkc": _in_form("NFKC"),
    "nfkd": _in_form("NFKD"),
    "saslprep": _saslprep,
    "trim": _trim,
    "slash": _slash,
    "html": _html,
    "md5-hex": _hexadecimal("md5"),
    "sha1-hex": _hexadecimal("sha1"),
    "sha256-hex": _hexadecimal("sha256"),
    "sha256-base64": lambda password, _: b64encode(hashlib.sha256(password.encode()).digest()).decode(),
    "hmac-sha512-base64": _hmac_sha512,
    "wordpress": lambda password, _: b64encode(hmac.digest(_WORDPRESS_KEY, password.encode(), "sha384")).decode(),
    "symfony": _symfony,
    "pepper": lambda password, secrets: password + secrets["pepper"],
    **_LIMITS,
}
BYTES: dict[str, Callable[[bytes, Secrets], bytes]] = {
    **_LIMITS,
    "cut-72": lambda password, _: password[:_MOST],
    "cut-nul": lambda password, _: password.split(b"\0", 1)[0],
}
# From text to bytes: Latin-1 where the password fits, else UTF-8; the low bytes of JavaScript's code units.
ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "latin-1": _latin_1,
    "js-binary": lambda password: password.encode("utf-16-le")[::2],
}
SECRETS = {"hmac-sha512-base64": "key", "pepper": "pepper"}


def known_steps(steps: Iterable[str]) -> bool:
    """Whether all of these *steps* are known."""
    return all(step in TEXT or step in BYTES or step in ENCODINGS for step in steps)


def prepare(password: str, steps: Iterable[str], secrets: Secrets) -> bytes:
    """The bytes that the other system hashes. Raises Refused, where it takes no such password."""
    text, raw = password, None
    try:
        for step in steps:
            if step in TEXT and raw is None:
                text = TEXT[step](text, secrets)
            elif step in ENCODINGS and raw is None:
                raw = ENCODINGS[step](text)
            else:
                raw = BYTES[step](text.encode() if raw is None else raw, secrets)
        return text.encode() if raw is None else raw
    except ValueError as error:
        raise Refused from error
