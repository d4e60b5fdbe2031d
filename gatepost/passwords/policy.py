"""Which new passwords are accepted: length counts, composition does not (NIST SP 800-63B-4 section 3.1.1.2)."""

from collections.abc import Iterable

from gatepost.errors import InvalidInput
from gatepost.settings import settings
from gatepost.users.identifiers import folded

_SERVICE_WORDS = ("gatepost", "password", "administrator")


def check_new_password(password: str, *, field: str, identifiers: Iterable[str | None]) -> None:
    """Refuse a password that is too short, or that is one of the user's own *identifiers* again and again."""
    if len(password) < settings.password_min_length:
        raise InvalidInput({field: [f"Use at least {settings.password_min_length} characters."]})
    if settings.password_blocklist:
        words = {folded(word) for name in identifiers if name for word in (name, name.partition("@")[0])}
        if _repeats_one_of(folded(password), words | set(_SERVICE_WORDS)):
            raise InvalidInput({field: ["Do not use your own names or numbers, or the name of this service."]})


def _repeats_one_of(password: str, words: Iterable[str]) -> bool:
    return any(word and password == (word * (len(password) // len(word) + 1))[: len(password)] for word in words)
