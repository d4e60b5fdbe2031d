"""The normal form of usernames: two are the same if these are equal. Those of contacts are in contacts/normal_forms.py.

Applying it twice changes nothing (ASVS 1.1.1).
"""

import unicodedata

from gatepost.contacts.normal_forms import folded
from gatepost.errors import InvalidInput

USERNAME_MAX = 50
USERNAME_KEY_MAX = 200


def username_key(username: str) -> str:
    """NFKC and casefold. A username has 1 to 50 letters and digits of any script and ``. _ + -``.

    Raises InvalidInput.
    """
    if not 1 <= len(username) <= USERNAME_MAX:
        raise InvalidInput({"username": [f"Use 1 to {USERNAME_MAX} characters."]})
    key = folded(username)
    if not (_is_name(username) and _is_name(key) and len(key) <= USERNAME_KEY_MAX):
        raise InvalidInput({"username": ["Use only letters, digits and . _ + -"]})
    return key


def find_username_key(username: str) -> str | None:
    """As :func:`username_key`, but None for text that is no username."""
    try:
        return username_key(username)
    except InvalidInput:
        return None


def _is_name(text: str) -> bool:
    """Letters and digits of any script, with the marks that some scripts write on their letters."""
    for place, character in enumerate(text):
        category = unicodedata.category(character)
        mark = category in ("Mn", "Mc") and place > 0 and unicodedata.category(text[place - 1])[0] in "LM"
        if not (category[0] == "L" or category == "Nd" or character in "._+-" or mark):
            return False
    return True
