"""The cursor of the record: the line that the page before ended with. Clients hand it back as they got it.

It is sealed, because the number of a line tells how many there are of everybody.
"""

from gatepost.crypto import Unsealable, derive_key, seal, unseal
from gatepost.errors import InvalidInput, Reason
from gatepost.settings import settings

_PURPOSE = "event-cursor"
_MOST_CHARACTERS = 100


def write_cursor(number: int) -> str:
    return seal(str(number), key=_seal_key(), context=_PURPOSE).rstrip("=")


def read_cursor(cursor: str) -> int:
    """The number of the line to continue after. Raises InvalidInput for a cursor that we did not write."""
    padded = cursor[:_MOST_CHARACTERS] + "=" * (-len(cursor) % 4)
    try:
        return int(unseal(padded, key=_seal_key(), context=_PURPOSE))
    except Unsealable:
        raise InvalidInput({"cursor": [Reason("Use the link of the page before.")]}) from None


def _seal_key() -> bytes:
    return derive_key(settings.secret_key, _PURPOSE)
