"""The normal forms of mobile numbers and e-mail addresses: two are the same if these are equal.

Each function gives the normal form or raises InvalidInput under the field's own name. Applying one twice
changes nothing (ASVS 1.1.1).
"""

import re
import unicodedata

from gatepost.errors import InvalidInput
from gatepost.settings import settings

MOBILE_MAX = 40
EMAIL_MAX = 254
EMAIL_KEY_MAX = 320  # a normal form may be longer than the address
_BARE_LENGTHS = range(7, 16)
_KEYPAD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_SEPARATORS = re.compile(r"[\s().\-/]")
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp"})  # line ends, and characters that change the direction of writing


def mobile_key(mobile: str) -> str:
    """E.164 for a number with ``+`` or a known region; otherwise, where the settings allow it, its 7 to 15 digits.

    Keypad letters become digits first, so ``01XXXXXXXXX`` is 01999999999.
    """
    text = dialled(mobile)
    unseen = any(unicodedata.category(character) in _UNSEEN for character in mobile)
    if unseen or len(mobile) > MOBILE_MAX or not re.fullmatch(r"\+?[0-9]{3,20}", text):
        raise InvalidInput({"mobile": ["This is not a phone number."]})
    region = settings.phone_region
    if text.startswith("+"):
        return _e164(text, None)
    if region == "international":
        raise InvalidInput({"mobile": ["Write the number with + and its country code."]})
    if region != "bare":
        return _e164(text, region)
    if len(text) not in _BARE_LENGTHS:
        raise InvalidInput({"mobile": ["Use 7 to 15 digits."]})
    return text


def find_mobile_key(mobile: str) -> str | None:
    """As :func:`mobile_key`, but None for text that is no number."""
    try:
        return mobile_key(mobile)
    except InvalidInput:
        return None


def dialled(mobile: str) -> str:
    """The number as it is dialled: without separators, with keypad digits in place of letters, in ASCII."""
    text = unicodedata.normalize("NFKC", mobile).strip().upper().translate(_KEYPAD)
    return "".join(str(unicodedata.decimal(character, character)) for character in _SEPARATORS.sub("", text))


def email_key(email: str) -> str:
    """The local part by NFKC and casefold, as nearly all e-mail systems compare it; the domain as the DNS does.

    So ``faß.example`` is not ``fass.example``: they may have two owners. Messages go to the address as it is stored.
    """
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415  its tables are late

    try:
        checked = validate_email(email, check_deliverability=False)
    except EmailNotValidError:
        checked = None
    key = "" if checked is None else f"{folded(checked.local_part)}@{checked.domain}"
    if not 0 < len(key) <= EMAIL_KEY_MAX or len(email) > EMAIL_MAX:
        raise InvalidInput({"email": ["This is not an e-mail address."]})
    return key


def _e164(text: str, region: str | None) -> str:
    import phonenumbers  # noqa: PLC0415  its tables are late

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise InvalidInput({"mobile": ["This is not a phone number."]})
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def folded(text: str) -> str:
    """NFKC and casefold until nothing changes; each may undo a little of the other."""
    while (folded := unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())) != text:
        text = folded
    return text
