"""List the keys that sign tokens, and tell what each is for at this moment."""

from datetime import datetime
from typing import Literal, NamedTuple

from sqlalchemy import select

from gatepost import clock
from gatepost.database import read_all
from gatepost.keys.models import SigningKey
from gatepost.keys.ring import current_ring, find_signing

KeyState = Literal["revoked", "unreadable", "signs", "will_sign", "over", "verifies"]
_COLUMNS = (
    SigningKey.number,
    SigningKey.kid,
    SigningKey.algorithm,
    SigningKey.signs_from,
    SigningKey.verifies_until,
    SigningKey.revoked_at,
)


class ListedKey(NamedTuple):
    """A key. *at*: since, from or until when it is in its *state*; *until*: when the next one signs in its place.

    One that is *unreadable* is sealed with another SECRET_KEY.
    """

    kid: str
    algorithm: str
    state: KeyState
    at: datetime | None
    until: datetime | None = None


def list_keys() -> list[ListedKey]:
    """The keys, the newest first."""
    now = clock.now()
    ring = {key.number: key for key in current_ring().known()}
    signs = find_signing(list(ring.values()), now)
    signing = None if signs is None else signs.number
    listed = []
    for number, kid, algorithm, begins, ends, revoked in read_all(select(*_COLUMNS).order_by(SigningKey.number.desc())):
        if revoked:
            key = ListedKey(kid, algorithm, "revoked", revoked)
        elif number not in ring:
            key = ListedKey(kid, algorithm, "unreadable", None)
        elif number == signing:
            following = min((each.signs_from for each in ring.values() if each.number > number), default=None)
            key = ListedKey(kid, algorithm, "signs", begins, following)
        elif begins > now and (signing is None or number > signing):
            key = ListedKey(kid, algorithm, "will_sign", begins)
        elif ends and ends <= now:
            key = ListedKey(kid, algorithm, "over", ends)
        else:
            key = ListedKey(kid, algorithm, "verifies", ends)
        listed.append(key)
    return listed
