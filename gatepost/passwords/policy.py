"""Which new passwords are accepted: length counts, composition does not (NIST SP 800-63B-4 section 3.1.1.2)."""

import unicodedata
from collections.abc import Sequence

from gatepost.errors import InvalidInput
from gatepost.passwords.blocklist import is_common, is_made_of_names
from gatepost.passwords.breached import was_breached
from gatepost.passwords.strength import strength
from gatepost.settings import settings

_WEAK = "This password is too easy to guess: use more words, or less usual ones."
_NAMES = "Do not use your own names or numbers, or the name of this service."


def check_new_password(password: str, *, field: str, identifiers: Sequence[str | None]) -> None:
    """Refuse, under the name of *field* and with the reason, what is soon guessed. Raises InvalidInput.

    *identifiers* are the user's own. Ask before a transaction begins: a look-up elsewhere may take its time.
    """
    reason = _reason_against(password, identifiers)
    if reason is not None:
        raise InvalidInput({field: [reason]})


def check_names(password: str, *, field: str, identifiers: Sequence[str | None]) -> None:
    """The part of it that depends on whose password it is, at once, for one that was checked without *identifiers*."""
    if settings.password_blocklist and is_made_of_names(password, identifiers):
        raise InvalidInput({field: [_NAMES]})
    if _is_weak(password, identifiers):
        raise InvalidInput({field: [_WEAK]})


def _reason_against(password: str, identifiers: Sequence[str | None]) -> str | None:
    password = unicodedata.normalize("NFC", password)  # as it is stored: each character counts as one
    if len(password) < settings.password_min_length:
        return f"Use at least {settings.password_min_length} characters."
    if settings.password_blocklist:
        if is_common(password):
            return "This is one of the most common passwords, or one repeated: choose another."
        if is_made_of_names(password, identifiers):
            return _NAMES
    if _is_weak(password, identifiers):
        return _WEAK
    if settings.password_breaches and was_breached(password):
        return "This password is known from a data breach: choose another."
    return None


def _is_weak(password: str, identifiers: Sequence[str | None]) -> bool:
    least = settings.password_min_score
    return bool(least) and strength(password, identifiers) < least
