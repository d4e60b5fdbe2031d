"""The normal forms of plainly written contacts, for imports of many: the same as those of a registration, but sooner.

The libraries take 30 to 100 µs for one. Most contacts are written so plainly that nothing of them changes but the
letter case, and whether that is so is cheap to see. All others, and all that are refused, go the usual way.
tests/contacts/test_quick_forms.py compares both ways.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from gatepost.contacts.address import KINDS, Address, Kind
from gatepost.contacts.normal_forms import email_key, folded
from gatepost.errors import InvalidInput
from gatepost.text import trimmed

_PLAIN_EMAIL = re.compile(r"([A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*)@([A-Za-z0-9.-]+)")
_ENCODED = re.compile(r"(?i:xn--)")  # a domain of other letters than ASCII
_LOCAL_MAX, _EMAIL_MAX = 64, 200  # characters: below the limits of the library
_PLAIN_NUMBER = re.compile(r"\+([1-9][0-9]{7,14})")
_RENUMBERED = ("+52", "+229")  # renumbering.py
_CODE_MAX = 3  # digits of a country calling code
_DOMAINS = 10_000


class _Plan(NamedTuple):
    """How numbers of a country are written: the *prefix* that may be stripped, and the lengths that are possible."""

    prefix: re.Pattern[str] | None
    lengths: frozenset[int]


def parse_quickly(kind: Kind, value: str) -> Address:
    """As :func:`gatepost.contacts.address.parse_address`. Raises InvalidInput under the name of the kind."""
    key = _QUICK[kind](value) or KINDS[kind].normal_form(value)
    return Address(kind, value if KINDS[kind].sent_to_normal_form else trimmed(value), key)


def _quick_email(email: str) -> str | None:
    """The normal form of a plain address; None for one that the library has to judge."""
    match = _PLAIN_EMAIL.fullmatch(email)
    if match is None or len(match[1]) > _LOCAL_MAX or len(email) > _EMAIL_MAX:
        return None
    domain = None if _ENCODED.search(match[2]) else _domain_key(match[2])
    return None if domain is None else f"{folded(match[1])}@{domain}"


@lru_cache(maxsize=_DOMAINS)
def _domain_key(domain: str) -> str | None:
    """The normal form of a domain; None if the library refuses it."""
    try:
        return email_key(f"a@{domain}").partition("@")[2]
    except InvalidInput:
        return None


def _quick_mobile(mobile: str) -> str | None:
    """The normal form of a number that is E.164 already; None for one that the library has to judge."""
    match = _PLAIN_NUMBER.fullmatch(mobile)
    if match is None or mobile.startswith(_RENUMBERED):
        return None
    for size in range(1, _CODE_MAX + 1):
        plan = _plan_of(match[1][:size])
        if plan is not None:
            rest = match[1][size:]
            stripped = rest[0] == "0" or (plan.prefix is not None and plan.prefix.match(rest) is not None)
            return None if stripped or len(rest) not in plan.lengths else mobile
    return None


@lru_cache(maxsize=2000)
def _plan_of(code: str) -> _Plan | None:
    """The plan of a country calling code; None if there is no such code."""
    import phonenumbers  # noqa: PLC0415  its tables are late

    number = int(code)
    if number not in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
        return None
    region = phonenumbers.region_code_for_country_code(number)
    plan = phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code(number, region)
    if plan is None or plan.general_desc is None:
        return None
    prefix = plan.national_prefix_for_parsing
    return _Plan(re.compile(prefix) if prefix else None, frozenset(plan.general_desc.possible_length))


_QUICK: dict[Kind, Callable[[str], str | None]] = {"mobile": _quick_mobile, "email": _quick_email}
