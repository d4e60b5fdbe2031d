"""Forms: application/x-www-form-urlencoded, read as OAuth 2.0 requires (RFC 6749 appendix B)."""

import re
from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict, ValidationError

from gatepost.errors import FormRequired, ForPrograms, InvalidRequest, Reason
from gatepost.http.body import read_body
from gatepost.http.present import present

_FORM_TYPE = re.compile(r"application/x-www-form-urlencoded")
_MOST_FIELDS = 50
_FIELDS = "gatepost.form"


class Form(BaseModel):
    """The parameters of a form. Unknown parameters are ignored (RFC 6749 section 3.1)."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True, defer_build=True)  # at its first use


FormShape = TypeVar("FormShape", bound=Form)


def read_form() -> dict[str, str]:
    """The parameters in the body of the present request, without those that are empty (RFC 6749 section 3.1).

    They are read once. Raises FormRequired, TooLarge, InvalidRequest.
    """
    if (found := present().get(_FIELDS)) is not None:
        return dict(found)
    raw = read_body(_FORM_TYPE, otherwise=FormRequired)
    try:
        pairs = parse_qsl(raw.decode(), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise InvalidRequest(ForPrograms("The body is not a valid form in UTF-8.")) from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise InvalidRequest(ForPrograms("Give each parameter once."))
    present()[_FIELDS] = given = storable(fields)
    return given


def storable(fields: Mapping[str, str]) -> dict[str, str]:
    """The *fields* of a form or a query, without those that are empty.

    Raises InvalidRequest for the one character that PostgreSQL stores in no text.
    """
    if any("\0" in text for pair in fields.items() for text in pair):
        raise InvalidRequest(Reason("A parameter has a character that cannot be used."))
    return {name: value for name, value in fields.items() if value}


def validate_form(shape: type[FormShape], fields: Mapping[str, str]) -> FormShape:
    """Validate the *fields* of a form against *shape*. Raises InvalidRequest, which names the parameters."""
    try:
        return shape.model_validate(fields)
    except ValidationError as error:
        names = ", ".join(sorted({str(problem["loc"][0]) for problem in error.errors(include_url=False)}))
        raise InvalidRequest(ForPrograms(f"Missing, or not as it should be: {names}.")) from None
