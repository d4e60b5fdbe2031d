"""The language of messages to a user."""

import re

from gatepost.errors import InvalidInput

LOCALE_MAX = 35  # RFC 5646 section 4.4.1
LOCALE_PATTERN = "^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$"


def locale_tag(tag: str) -> str:
    """Return *tag* if it is a language tag (BCP 47), with or without templates in it. Raises InvalidInput."""
    if len(tag) > LOCALE_MAX or not re.fullmatch(LOCALE_PATTERN, tag):
        raise InvalidInput({"locale": ["Give a language tag such as en, bn or pt-BR."]})
    return tag
