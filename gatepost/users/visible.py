"""The accounts that a caller may see, and those that they may change."""

from gatepost.caller import Caller
from gatepost.errors import Forbidden, UserNotFound
from gatepost.settings import settings
from gatepost.users.models import User, get_user


def sees_everyone(caller: Caller) -> bool:
    """Administrators do; others do where USER_DIRECTORY is everyone."""
    return caller.is_admin or settings.user_directory == "everyone"


def get_visible_user(caller: Caller, uuid: str) -> User:
    """The user with this *uuid*, if *caller* may see them. Raises UserNotFound otherwise."""
    if uuid != caller.uuid and not sees_everyone(caller):
        raise UserNotFound
    return get_user(uuid)


def get_changeable_user(caller: Caller, uuid: str) -> User:
    """The user with this *uuid*, if *caller* is that user or an administrator.

    Raises UserNotFound if the caller may not see the user, Forbidden if they may see but not change the user.
    """
    user = get_visible_user(caller, uuid)
    if uuid != caller.uuid and not caller.is_admin:
        raise Forbidden
    return user
