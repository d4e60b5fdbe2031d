"""Passwords that are guessed first: common ones, and names of the user and of this service.

After NIST SP 800-63B-4 section 3.1.1.2. The whole password is compared, in any letter case; a repetition of one of them
counts, too. The 30,000 common ones are those that zxcvbn ships, from published breaches. They are read when the first
password is checked.
"""

from collections.abc import Iterable
from functools import cache
from urllib.parse import urlsplit

from gatepost.contacts.normal_forms import folded
from gatepost.contacts.phone_numbers import dialled, find_mobile_forms
from gatepost.settings import settings

_SERVICE_WORDS = ("gatepost", "password", "administrator")
# The list has none of these, because zxcvbn finds them in another way.
_RUNS = ("abcdefghijklmnopqrstuvwxyz" * 2, "1234567890" * 3, "qwertyuiopasdfghjklzxcvbnm" * 2)
_SHORTEST_NAME = 3  # of a service: a shorter one says nothing, such as "de"


def is_common(password: str) -> bool:
    """Whether *password* is one of the common ones or an obvious run of characters, alone or repeated."""
    text, common = folded(password), _common_passwords()
    return any(part in common or _is_run(part) for part in (text, *_repeated_parts(text)))


def is_made_of_names(password: str, names: Iterable[str | None]) -> bool:
    """Whether *password* is one of *names*, of the parts of an e-mail address in them, or of the service's names."""
    text = folded(password)
    words = {folded(word) for name in names if name for word in _ways_to_write(name)}
    return any(_repeats(text, word) for word in words | _service_words(settings.issuer, settings.service_name))


def _ways_to_write(name: str) -> Iterable[str]:
    """A name itself, an e-mail address before the @, a number as it is dialled, with and without the +."""
    yield from (name, name.partition("@")[0])
    for number in () if any(map(str.isalpha, name)) else find_mobile_forms(name):
        yield from (number, number.lstrip("+"), dialled(name))


@cache
def _service_words(address: str, name: str) -> frozenset[str]:
    """The names of this service: its name, and the host of its address, whole and in parts."""
    host, called = urlsplit(address).hostname or "", folded(name)
    parts = [part for part in (*host.split("."), *called.split()) if len(part) >= _SHORTEST_NAME and not part.isdigit()]
    return frozenset((*_SERVICE_WORDS, *([host, called, "".join(called.split())] if parts else []), *parts))


@cache
def _common_passwords() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415  14 MiB, only where they are asked for

    return frozenset(FREQUENCY_LISTS["passwords"])


def _is_run(text: str) -> bool:
    """Whether *text* is one character, or letters, digits or keys in their order, forwards or backwards."""
    return len(text) == 1 or any(text in run or text in run[::-1] for run in _RUNS)


def _repeated_parts(text: str) -> Iterable[str]:
    """The parts of which *text* is a repetition. The last one may be cut off."""
    for length in range(1, len(text) // 2 + 1):
        if _repeats(text, text[:length]):
            yield text[:length]


def _repeats(text: str, part: str) -> bool:
    return bool(part) and text == (part * (len(text) // len(part) + 1))[: len(text)]
