"""The cursor of the record: the line that the page before ended with. Clients hand it back as they got it."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from gatepost.errors import InvalidInput

_DIGITS_MAX = 18


def write_cursor(number: int) -> str:
    return urlsafe_b64encode(str(number).encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> int:
    """The number of the line to continue after. Raises InvalidInput for a cursor that we did not write."""
    try:
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except ValueError:
        text = ""
    if not text.isdecimal() or len(text) > _DIGITS_MAX:
        raise InvalidInput({"cursor": ["Use the link of the page before."]})
    return int(text)
