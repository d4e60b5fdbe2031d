"""The language of messages to a user."""

import re

from gatepost.errors import InvalidInput, Reason

LOCALE_MAX = 35  # RFC 5646 section 4.4.1
LOCALE_PATTERN = "^[A-Za-z]{1,8}([_-][A-Za-z0-9]{1,8})*$"


def locale_tag(tag: str) -> str:
    """The language tag (BCP 47) in *tag*, with or without templates in it. Raises InvalidInput.

    ``en_US`` is ``en-US``: so POSIX and many programs write it.
    """
    if len(tag) > LOCALE_MAX or not re.fullmatch(LOCALE_PATTERN, tag):
        raise InvalidInput({"locale": [Reason("Give a language tag such as en, bn or pt-BR.")]})
    return tag.replace("_", "-")
