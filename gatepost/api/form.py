"""Forms in, for the endpoints of OAuth 2.0: application/x-www-form-urlencoded (RFC 6749 appendix B)."""

import re
from urllib.parse import parse_qsl

from gatepost.api.body import read_body
from gatepost.errors import FormRequired, InvalidRequest

_FORM_TYPE = re.compile(r"application/x-www-form-urlencoded *(; *charset *= *\"?utf-?8\"? *)?", re.IGNORECASE)
_MOST_FIELDS = 50


def read_form() -> dict[str, str]:
    """The parameters in the body of the present request, without those that are empty (RFC 6749 section 3.1).

    Raises FormRequired, TooLarge, InvalidRequest.
    """
    raw = read_body(_FORM_TYPE, otherwise=FormRequired)
    try:
        pairs = parse_qsl(raw.decode(), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise InvalidRequest("The body is not a valid form in UTF-8.") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise InvalidRequest("Give each parameter once.")
    if any("\0" in text for pair in pairs for text in pair):
        raise InvalidRequest("A parameter has a character that cannot be used.")
    return {name: value for name, value in fields.items() if value}
