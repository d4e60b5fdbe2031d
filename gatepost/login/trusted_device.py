"""Devices on which a second factor was proven, and which are trusted for some time (TRUSTED_DEVICE)."""

from gatepost import clock
from gatepost.caller import Client
from gatepost.settings import settings
from gatepost.tokens.device_token import read_device_token
from gatepost.users.models import User


def is_trusted(user: User, client: Client) -> bool:
    """Whether the device of *client* needs no second factor of *user*. A new password or a removed factor ends that."""
    longest = settings.trusted_device
    device = read_device_token(client.device) if longest else None
    proven_at = None if device is None else device.trusted_since(user.uuid, user.devices_version)
    return proven_at is not None and clock.now() - proven_at < longest
