"""The normal forms of username, mobile and e-mail: two identifiers are the same if these are equal.

Each function gives the normal form or raises InvalidInput under the field's own name. Applying one twice
changes nothing (ASVS 1.1.1).
"""

import re
import unicodedata

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from gatepost.errors import InvalidInput
from gatepost.settings import settings

USERNAME_MAX = 50
MOBILE_MAX = 40
EMAIL_MAX = 254
EMAIL_KEY_MAX = 320  # a normal form may be longer than what it is made of
USERNAME_KEY_MAX = 200
_BARE_LENGTHS = range(7, 16)
_KEYPAD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_SEPARATORS = re.compile(r"[\s().\-/]")
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp"})  # line ends, and what turns the direction of writing


def username_key(username: str) -> str:
    """NFKC and casefold. A username has 1 to 50 letters and digits of any script and ``. _ + -``."""
    if not 1 <= len(username) <= USERNAME_MAX:
        raise InvalidInput({"username": [f"Use 1 to {USERNAME_MAX} characters."]})
    key = folded(username)
    if not (_is_name(username) and _is_name(key) and len(key) <= USERNAME_KEY_MAX):
        raise InvalidInput({"username": ["Use only letters, digits and . _ + -"]})
    return key


def find_username_key(username: str) -> str | None:
    """As :func:`username_key`, but None for what cannot be a username."""
    try:
        return username_key(username)
    except InvalidInput:
        return None


def mobile_key(mobile: str) -> str:
    """E.164 for a number with ``+`` or a known region; else, where the settings allow it, its 7 to 15 digits.

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
    """As :func:`mobile_key`, but None for what cannot be a number."""
    try:
        return mobile_key(mobile)
    except InvalidInput:
        return None


def dialled(mobile: str) -> str:
    """What is dialled: without separators, with the digits of a keypad for its letters, in ASCII."""
    text = unicodedata.normalize("NFKC", mobile).strip().upper().translate(_KEYPAD)
    return "".join(str(unicodedata.decimal(character, character)) for character in _SEPARATORS.sub("", text))


def email_key(email: str) -> str:
    """The local part by NFKC and casefold, as nearly all e-mail systems compare it; the domain as the DNS does.

    So ``faß.example`` is not ``fass.example``: they may belong to two. Messages go to the address as it is stored.
    """
    try:
        checked = validate_email(email, check_deliverability=False)
    except EmailNotValidError:
        checked = None
    key = "" if checked is None else f"{folded(checked.local_part)}@{checked.domain}"
    if not 0 < len(key) <= EMAIL_KEY_MAX or len(email) > EMAIL_MAX:
        raise InvalidInput({"email": ["This is not an e-mail address."]})
    return key


def _e164(text: str, region: str | None) -> str:
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


def _is_name(text: str) -> bool:
    """Letters and digits of any script, with the marks that some scripts write on their letters."""
    for place, character in enumerate(text):
        category = unicodedata.category(character)
        mark = category in ("Mn", "Mc") and place > 0 and unicodedata.category(text[place - 1])[0] in "LM"
        if not (category[0] == "L" or category == "Nd" or character in "._+-" or mark):
            return False
    return True
