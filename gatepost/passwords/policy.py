"""Which new passwords are accepted: length counts, composition does not (NIST SP 800-63B-4 section 3.1.1.2)."""

import unicodedata
from collections.abc import Sequence

from gatepost.errors import InvalidInput, Reason
from gatepost.passwords.blocklist import is_common, is_made_of_names
from gatepost.passwords.breached import was_breached
from gatepost.settings import settings
from gatepost.users.models import User

LEAST = 8  # characters of a password beside a second factor (NIST SP 800-63B-4 section 3.1.1.2)
_SCORED = 40  # characters at either end, because the time of zxcvbn grows with their square and more
_WEAK = Reason("This password is too easy to guess: use more words, or less usual ones.")
_NAMES = Reason("Do not use your own names or numbers, or the name of this service.")


def min_length_for(user: User) -> int:
    """The least length of a password of *user*: 8 where a second factor protects it as well (NIST)."""
    return min(LEAST, settings.password_min_length) if user.factors else settings.password_min_length


def check_new_password(
    password: str, *, field: str, identifiers: Sequence[str | None], least: int | None = None
) -> None:
    """Refuse a password that is soon guessed. Raises InvalidInput with the reason, under the name of *field*.

    *identifiers* are the user's own, *least* is the length that they need, if it differs from PASSWORD_MIN_LENGTH. Call
    it before a transaction begins, because the look-up of breaches may be slow.
    """
    reason = _reason_against(password, identifiers, settings.password_min_length if least is None else least)
    if reason is not None:
        raise InvalidInput({field: [reason]})


def check_length(password: str, *, field: str, least: int) -> None:
    """Check only the length, for a password that was checked before its user was known. Raises InvalidInput."""
    if (reason := _too_short(password, least)) is not None:
        raise InvalidInput({field: [reason]})


def check_names(password: str, *, field: str, identifiers: Sequence[str | None]) -> None:
    """Check only what depends on the user's *identifiers*, for a password that was checked without them.

    Raises InvalidInput.
    """
    if settings.password_blocklist and is_made_of_names(password, identifiers):
        raise InvalidInput({field: [_NAMES]})
    if _is_weak(password, identifiers):
        raise InvalidInput({field: [_WEAK]})


def _too_short(password: str, least: int) -> Reason | None:
    """The form that is hashed counts, in which é is one character."""
    if len(unicodedata.normalize("NFC", password)) < least:
        return Reason("Use at least %(least)s characters.", least=least)
    return None


def _reason_against(password: str, identifiers: Sequence[str | None], least: int) -> Reason | None:
    password = unicodedata.normalize("NFC", password)
    if (reason := _too_short(password, least)) is not None:
        return reason
    if settings.password_blocklist:
        if is_common(password):
            return Reason("This is one of the most common passwords, or one repeated: choose another.")
        if is_made_of_names(password, identifiers):
            return _NAMES
    if _is_weak(password, identifiers):
        return _WEAK
    if settings.password_breaches and was_breached(password):
        return Reason("This password is known from a data breach: choose another.")
    return None


def _is_weak(password: str, identifiers: Sequence[str | None]) -> bool:
    least = settings.password_min_score
    return bool(least) and _score(password, identifiers) < least


def _score(password: str, identifiers: Sequence[str | None]) -> int:
    """How hard *password* is to guess, as zxcvbn estimates it: from 0, at once, to 4. *identifiers* add nothing."""
    from zxcvbn import zxcvbn  # noqa: PLC0415  20 MiB, only where it is asked for

    own = [text for name in identifiers if name for text in (name, name.partition("@")[0])]
    ends = {password[:_SCORED], password[-_SCORED:]}
    return max(int(zxcvbn(end, user_inputs=own)["score"]) for end in ends)
