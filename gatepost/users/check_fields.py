"""Check new values of a user's fields, each for itself."""

from collections.abc import Callable, Mapping
from typing import Any

from gatepost.contacts.address import KINDS
from gatepost.errors import InvalidInput, Reason
from gatepost.input_errors import InputErrors
from gatepost.users.identifiers import username_key
from gatepost.users.locale import locale_tag

_GENDERS = {"male": "Male", "female": "Female"}


def gender_of(text: str) -> str:
    """``Male`` or ``Female``, from any letter case. Raises InvalidInput."""
    if text.casefold() not in _GENDERS:
        raise InvalidInput({"gender": [Reason("Use Male, Female or null.")]})
    return _GENDERS[text.casefold()]


_CHECKS: dict[str, Callable[[str], str]] = {
    "username": username_key,
    **{kind.name: kind.normal_form for kind in KINDS.values()},
    "gender": gender_of,
    "locale": locale_tag,
}


def check_fields(given: Mapping[str, Any]) -> None:
    """Raise InvalidInput with the reasons against all wrong ones of these fields. Others, and None, are ignored."""
    errors = InputErrors()
    for field, check in _CHECKS.items():
        if isinstance(value := given.get(field), str):
            with errors.collect():
                check(value)
    errors.refuse()
