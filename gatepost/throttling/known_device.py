"""Whether an account knows a device, for the limits: they are counted before the user is known."""

from sqlalchemy import select

from gatepost.database import read_all
from gatepost.tokens.device_token import read_device_token
from gatepost.users.models import IdentifierKind, User, known_by


def find_known_device(account: str, token: str) -> str | None:
    """The id of the device whose *token* this is, if the user of that *account* has logged in there; else None.

    *account* is what was named, such as ``username:ada``; whether there is one makes no difference to what is done.
    """
    device = read_device_token(token)
    if device is None:
        return None
    kind: IdentifierKind
    kind, _, key = account.partition(":")  # type: ignore[assignment]
    users = read_all(select(User.uuid, User.devices_version).where(known_by(kind, key)))
    return device.id if any(device.knows(uuid, version) for uuid, version in users) else None
