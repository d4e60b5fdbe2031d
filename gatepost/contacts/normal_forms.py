"""The normal forms of text and of e-mail addresses: two are the same if these are equal.

Those of mobile numbers are in phone_numbers.py. Each function gives the normal form or raises InvalidInput under the
field's own name. Applying one twice changes nothing (ASVS 1.1.1).
"""

import string
import unicodedata

from gatepost.errors import InvalidInput, Reason
from gatepost.text import trimmed

EMAIL_MAX = 254
EMAIL_KEY_MAX = 320  # a normal form may be longer than the address
_NO_ADDRESS = Reason("This is not an e-mail address.")
_BELOW = ".example.org"
_ASCII_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def email_key(email: str) -> str:
    """The normal form of a new address: its local part by NFKC and casefold, its domain as the DNS compares it.

    Nearly all e-mail systems compare the local part so. ``faß.example`` is not ``fass.example``: they may have two
    owners. Messages go to the address as it is stored.
    """
    key = _parse(email)
    if key is None:
        raise InvalidInput({"email": [_NO_ADDRESS]})
    return key


def email_forms(email: str) -> tuple[str, ...]:
    """The normal form in which a known address is stored. Raises InvalidInput.

    A domain that the library has come to refuse by its name, such as ``.test``, is looked up all the same (decision
    36): it is parsed as if it were below another domain.
    """
    key = _parse(email)
    if key is None and "." in email.rpartition("@")[2]:
        key = _parse(f"{trimmed(email)}{_BELOW}")
        key = None if key is None else key.removesuffix(_BELOW)
    if key is None:
        raise InvalidInput({"email": [_NO_ADDRESS]})
    return (key,)


def same_mailbox(one: str, other: str) -> bool:
    """Whether two writings of one address surely reach one mailbox: they differ only in the case of ASCII letters.

    The normal form ignores more differences, so that nobody can pass for another. But a message to ``ａda@…``, or to an
    address with a Kelvin sign for its k, may reach nobody, or somebody else.
    """
    return one.translate(_ASCII_LOWER) == other.translate(_ASCII_LOWER)


def folded(text: str) -> str:
    """NFKC and casefold until nothing changes; each may undo a little of the other."""
    while (folded := unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())) != text:
        text = folded
    return text


def _parse(email: str) -> str | None:
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415  its tables are late

    email = trimmed(email)
    try:
        checked = validate_email(email, check_deliverability=False)
    except EmailNotValidError:
        return None
    key = f"{folded(checked.local_part)}@{checked.domain}"
    return key if len(key) <= EMAIL_KEY_MAX and len(email) <= EMAIL_MAX else None
