"""Forget the devices of a user: none stays known or trusted, because one may be a thief's."""

from sqlalchemy import update

from gatepost.database import write
from gatepost.users.models import User


def forget_devices(user: User) -> None:
    """The tokens of all devices of *user* end. The caller has locked the row."""
    user.devices_version += 1
    write(update(User).where(User.uuid == user.uuid).values(devices_version=user.devices_version))
