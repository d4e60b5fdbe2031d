"""The normal forms of mobile numbers: two numbers are the same if these are equal. The stored form is the truth.

A new number has to be a possible one. A number that is looked up only has to parse, and is looked up in every form in
which it may be stored, because the library's opinion of a number changes with its version (decision 36).
"""

import re
import unicodedata

from gatepost.contacts.renumbering import all_forms, present_form
from gatepost.errors import InvalidInput, Reason
from gatepost.settings import settings
from gatepost.text import is_ignorable, trimmed

MOBILE_MAX = 40
_BARE_LENGTHS = range(7, 16)
_KEYPAD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_NUMBER = re.compile(r"\+?[0-9]{3,20}")
_WITH_LETTERS = re.compile(rf"[0-9]{{1,{_BARE_LENGTHS.start - 1}}}[A-Z]+")
"""Letters stand for digits at the end of too few digits for a number. Behind a whole number they are a remark."""
_PUNCTUATION = frozenset("().[]/~\u2212\u30fc")
"""Separators besides spaces and dashes, after libphonenumber. The last two are the minus and a Japanese dash."""
_NO_NUMBER = Reason("This is not a phone number.")


def mobile_key(mobile: str) -> str:
    """The normal form of a new number: E.164 with ``+`` or a known region, otherwise its 7 to 15 digits.

    Keypad letters become digits first, so ``01XXXXXXXXX`` is 01999999999. Raises InvalidInput.
    """
    key = present_form(_parse(mobile))
    if key.startswith("+") and not _is_possible(key):
        raise InvalidInput({"mobile": [_NO_NUMBER]})
    return key


def mobile_forms(mobile: str) -> tuple[str, ...]:
    """The normal forms in which a known number may be stored, the likeliest one first. Raises InvalidInput."""
    key, as_dialled = _parse(mobile), dialled(mobile)
    literal = (as_dialled,) if as_dialled.startswith("+") else ()
    return tuple(dict.fromkeys((key, *literal, *all_forms(key))))


def find_mobile_forms(mobile: str) -> tuple[str, ...]:
    """As :func:`mobile_forms`, but empty for text that is no number."""
    try:
        return mobile_forms(mobile)
    except InvalidInput:
        return ()


def dialled(mobile: str) -> str:
    """The number as it is dialled: ASCII digits, perhaps with ``+``. Empty for text that is no number or part of one.

    Spaces, dashes and brackets of any script separate digits. Invisible characters are dropped: a number that is copied
    from an address book or a chat may be enclosed in marks of direction.
    """
    text = unicodedata.normalize("NFKC", trimmed("".join(each for each in mobile if not is_ignorable(each))))
    text = "".join(_digit(each) for each in text.upper() if not _is_separator(each))
    if _WITH_LETTERS.fullmatch(text):
        text = text.translate(_KEYPAD)
    return text if re.fullmatch(r"\+?[0-9]*", text) else ""


def _parse(mobile: str) -> str:
    """E.164 or bare digits, whether or not there can be such a number. Raises InvalidInput."""
    text, region = dialled(mobile), settings.phone_region
    if len(mobile) > MOBILE_MAX or not _NUMBER.fullmatch(text):
        raise InvalidInput({"mobile": [_NO_NUMBER]})
    if text.startswith("+"):
        return _e164(text, None)
    if region == "international":
        raise InvalidInput({"mobile": [Reason("Write the number with + and its country code.")]})
    if region != "bare":
        return _e164(text, region)
    if len(text) not in _BARE_LENGTHS:
        raise InvalidInput({"mobile": [Reason("Use 7 to 15 digits.")]})
    return text


def _e164(text: str, region: str | None) -> str:
    import phonenumbers  # noqa: PLC0415  its tables are late

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        raise InvalidInput({"mobile": [_NO_NUMBER]}) from None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _is_possible(key: str) -> bool:
    import phonenumbers  # noqa: PLC0415  its tables are late

    return phonenumbers.is_possible_number(phonenumbers.parse(key, None))


def _is_separator(character: str) -> bool:
    return unicodedata.category(character) in ("Pd", "Zs") or character in _PUNCTUATION


def _digit(character: str) -> str:
    return str(unicodedata.decimal(character, character))
