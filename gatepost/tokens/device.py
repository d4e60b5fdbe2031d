"""Device tokens: by which a device is known again on which somebody has logged in.

They open nothing. Whoever sends one has tries of their own, which no stranger uses up (attempts/). A token is a random
id, the moment of its issue, and who has logged in there lately, digested; with a keyed digest over all of it.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from gatepost import clock
from gatepost.crypto import derive_key, keyed_digest, random_hex, same
from gatepost.settings import settings

LIFETIME = timedelta(days=400)  # browsers keep no cookie for longer (RFC 6265bis)
LONGEST = 400  # characters
_MOST_USERS = 5
_VERSION = "1"
_SHAPE = re.compile(r"[0-9a-f.]+")


@dataclass(frozen=True, slots=True)
class Device:
    """A device that holds one of our tokens, and the users who have logged in there, the latest first."""

    id: str
    users: tuple[str, ...]

    def knows(self, user_uuid: str, version: int) -> bool:
        """Whether this user has logged in there, since the present *version* of their devices began."""
        return _user(user_uuid, version) in self.users


def issue_device_token(former: str, *, user_uuid: str, version: int) -> str:
    """The token of a device on which this user has just logged in; *former* is what it sent, if it did."""
    device, user = read_device_token(former), _user(user_uuid, version)
    identifier = random_hex(16) if device is None else device.id
    others = () if device is None else tuple(known for known in device.users if known != user)
    issued = f"{int(clock.now().timestamp()):x}"
    text = ".".join((_VERSION, identifier, issued, *(user, *others)[:_MOST_USERS]))
    return f"{text}.{_proof(text)}"


def read_device_token(token: str) -> Device | None:
    """The device whose *token* this is; None for one that is forged or too old, and for what is none."""
    text, _, proof = token.rpartition(".")
    if len(token) > LONGEST or not _SHAPE.fullmatch(token) or not same(proof, _proof(text)):
        return None
    _version, identifier, issued, *users = text.split(".")  # so it is, for we have signed it
    age = clock.now() - datetime.fromtimestamp(int(issued, 16), UTC)
    return Device(identifier, tuple(users)) if age < LIFETIME else None


def _user(user_uuid: str, version: int) -> str:
    """Who has logged in there, so that a token does not tell."""
    key = derive_key(settings.secret_key, "users of devices")
    return keyed_digest(f"{user_uuid} {version}", key=key).hex()[:32]


def _proof(text: str) -> str:
    return keyed_digest(text, key=derive_key(settings.secret_key, "device tokens")).hex()
