"""Device tokens: they recognise a device on which a user has logged in before.

They give access to nothing. A device that sends one has attempts of its own, which no stranger uses up (throttling/).
A token holds a random id, and for each user who logged in there recently a digest and the time; where the user lets it
be trusted, also the time of their second factor. A keyed digest authenticates all of it.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from gatepost import clock
from gatepost.crypto import derive_key, keyed_digest, random_hex, same
from gatepost.settings import settings

LIFETIME = timedelta(days=400)  # browsers keep no cookie for longer (RFC 6265bis)
LONGEST = 400  # characters
_MOST_USERS = 5
_USER, _TIME = 32, 8  # characters; eight digits are enough for seconds until the year 2106
_VERSION = "1"
_SHAPE = re.compile(r"[0-9a-f.]+")


@dataclass(frozen=True, slots=True)
class Device:
    """A device that holds one of our tokens, and the users who have logged in there and when, the latest first."""

    id: str
    log_ins: tuple[str, ...]

    def knows(self, user_uuid: str, version: int) -> bool:
        """Whether this user has logged in there, under the present *version* of their devices."""
        user = _user(user_uuid, version)
        return any(log_in.startswith(user) for log_in in self.log_ins)

    def trusted_since(self, user_uuid: str, version: int) -> datetime | None:
        """When this user has proven a second factor there and let the device be trusted; None if they have not."""
        seconds = self.time_of_trust(_user(user_uuid, version))
        return datetime.fromtimestamp(int(seconds, 16), UTC) if seconds else None

    def time_of_trust(self, user: str) -> str:
        """The same for the digest of a user, as it is in the token; empty for None."""
        return next((log_in[_USER + _TIME :] for log_in in self.log_ins if log_in.startswith(user)), "")


def issue_device_token(former: str, *, user_uuid: str, version: int, trusted: bool = False) -> str:
    """Issue the token of a device on which this user has just logged in. *former* is the one that it sent, or empty.

    *trusted*: with a second factor, and the device is trusted from now on. Otherwise it is as it was.
    """
    device, user = read_device_token(former), _user(user_uuid, version)
    identifier = random_hex(16) if device is None else device.id
    others = () if device is None else tuple(known for known in device.log_ins if not known.startswith(user))
    now = f"{int(clock.now().timestamp()):0{_TIME}x}"
    since = now if trusted else "" if device is None else device.time_of_trust(user)
    log_in = f"{user}{now}{since}"
    text = ".".join((_VERSION, identifier, *(log_in, *others)[:_MOST_USERS]))
    return f"{text}.{_proof(text, settings.secret_key)}"


def issue_bare_token() -> str:
    """Issue the token of a device on which nobody has logged in yet: what it is given can then be tied to it."""
    text = f"{_VERSION}.{random_hex(16)}"
    return f"{text}.{_proof(text, settings.secret_key)}"


def read_device_token(token: str) -> Device | None:
    """The device of this *token*, with the log-ins that are recent enough. None if it is empty or forged."""
    text = token.rpartition(".")[0]
    if len(token) > LONGEST or not _SHAPE.fullmatch(token) or not _is_ours(token, settings.secret_key):
        return None
    _version, identifier, *log_ins = text.split(".")  # this shape is certain, because we have signed it
    since = (clock.now() - LIFETIME).timestamp()
    return Device(identifier, tuple(log_in for log_in in log_ins if int(log_in[_USER : _USER + _TIME], 16) > since))


def device_holder(token: str) -> str:
    """The name of the device of this *token*, to which something is tied; empty if it is none of ours."""
    device = read_device_token(token)
    return "" if device is None else f"device {device.id}"


@lru_cache(maxsize=1024)
def _is_ours(token: str, secret: str) -> bool:
    """Whether we have signed *token*. A log-in asks several times, and the answer stays the same."""
    text, _, proof = token.rpartition(".")
    return same(proof, _proof(text, secret))


def _user(user_uuid: str, version: int) -> str:
    """A keyed digest of the user, so that a token does not reveal who has logged in there."""
    key = derive_key(settings.secret_key, "users of devices")
    return keyed_digest(f"{user_uuid} {version}", key=key).hex()[:_USER]


def _proof(text: str, secret: str) -> str:
    return keyed_digest(text, key=derive_key(secret, "device tokens")).hex()
