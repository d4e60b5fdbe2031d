"""The normal form of usernames: two are the same if these are equal. Those of contacts are in the room contacts/.

Applying it twice changes nothing (ASVS 1.1.1).
"""

import re
import unicodedata

from gatepost.contacts.normal_forms import folded
from gatepost.errors import InvalidInput, Reason
from gatepost.text import is_ignorable, trimmed

USERNAME_MAX = 50
USERNAME_KEY_MAX = 200
_CHARACTERS = Reason("Use only letters, digits and . _ + -")
_NEVER = re.compile(r"[\x00-*,/:-@\[-^`{-\x7f\ud800-\udfff]")  # of ASCII, what no username has


def username_key(username: str) -> str:
    """The normal form of a new username, by NFKC and casefold. Raises InvalidInput.

    It has 1 to 50 letters and digits of any script and ``. _ + -``. None of them is invisible: otherwise two names
    could look the same.
    """
    username = trimmed(username)
    if not 1 <= len(username) <= USERNAME_MAX:
        raise InvalidInput({"username": [Reason("Use 1 to %(most)s characters.", most=USERNAME_MAX)]})
    key = folded(username)
    if not (_is_name(username) and _is_name(key) and len(key) <= USERNAME_KEY_MAX):
        raise InvalidInput({"username": [_CHARACTERS]})
    return key


def username_forms(username: str) -> tuple[str, ...]:
    """The normal form in which a known username is stored. Raises InvalidInput for text that never was one.

    Which characters are letters, and are seen, is asked of new names only: the answer depends on the version of Unicode
    that Python has, and on rules of ours that came later (decision 36).
    """
    username = trimmed(username)
    key = folded(username)
    if not (0 < len(username) <= USERNAME_MAX and key) or len(key) > USERNAME_KEY_MAX or _NEVER.search(username):
        raise InvalidInput({"username": [_CHARACTERS]})
    return (key,)


def find_username_key(username: str) -> str | None:
    """As :func:`username_forms`, but None for text that never was a username."""
    try:
        return username_forms(username)[0]
    except InvalidInput:
        return None


def _is_name(text: str) -> bool:
    """Letters and digits of any script, with the marks that some scripts write on their letters."""
    for place, character in enumerate(text):
        category = unicodedata.category(character)
        mark = category in ("Mn", "Mc") and place > 0 and unicodedata.category(text[place - 1])[0] in "LM"
        if is_ignorable(character) or not (category[0] == "L" or category == "Nd" or character in "._+-" or mark):
            return False
    return True
