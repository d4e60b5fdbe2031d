"""Identifiers as the API's description gives them, as far as JSON Schema can.

They are for readers and their programs. The validation is in identifiers.py, and stricter.
"""

from collections.abc import Callable
from typing import Any

from pydantic.config import JsonDict

from gatepost.contacts.normal_forms import EMAIL_MAX
from gatepost.contacts.phone_numbers import MOBILE_MAX
from gatepost.users.identifiers import USERNAME_MAX
from gatepost.users.locale import LOCALE_MAX, LOCALE_PATTERN

USERNAME: JsonDict = {
    "description": "letters and digits of any script and . _ + -",
    "maxLength": USERNAME_MAX,
    "pattern": r"^[^\x00-*,/:-@\[-^`{-\x7f]+$",  # of ASCII only the characters that are named above
    "examples": ["fatematzuhora"],
}
MOBILE: JsonDict = {
    "description": "a phone number, with + and country code, or as local rules allow, perhaps with keypad letters",
    "maxLength": MOBILE_MAX,
    "examples": ["01XXXXXXXXX"],
}
EMAIL: JsonDict = {
    "maxLength": EMAIL_MAX,
    "pattern": r"^[^@\s]+@[^@\s]+$",
    "examples": ["fatema@example.org"],
}
LOCALE: JsonDict = {
    "description": "language of messages to this user (BCP 47)",
    "maxLength": LOCALE_MAX,
    "pattern": LOCALE_PATTERN,
    "examples": ["bn"],
}
GENDER: JsonDict = {
    "pattern": "^([Mm]|[Ff][Ee][Mm])[Aa][Ll][Ee]$",
    "examples": ["Female"],
}
NEW_PASSWORD: JsonDict = {
    "description": "the service may be set up to ask for more",
    "minLength": 8,
    "examples": ["password01"],
}
CODE: JsonDict = {
    "description": "the six digits of the message",
    "examples": ["123456"],
}
APP_CODE: JsonDict = {
    "description": "six digits of an app that makes codes, perhaps with blanks",
    "examples": ["123456"],
}
RECOVERY_CODE: JsonDict = {
    "description": "one of the ten, in any letter case, with or without dashes",
    "examples": ["ABCD-EFGH-IJKL-MNOP-QRST-UVWX"],
}
TOKEN: JsonDict = {
    "description": "what stands behind `#…:` in the link of the e-mail",
}

SCOPE: JsonDict = {
    "description": "names of scopes with blanks between, if the session is to do less than its user may: docs/scopes.md"
}
AUDIENCE: JsonDict = {"description": "one of GATEPOST_AUDIENCES, if the access tokens are for that service alone"}


def never_null(told: JsonDict) -> Callable[[dict[str, Any]], None]:
    """Describe a field by *told*: it may be left out, but is refused when it is null."""

    def tell(schema: dict[str, Any]) -> None:
        text, _null = schema.pop("anyOf")
        schema.update(text | told)

    return tell
