"""The accounts that a caller may see, and those that they may change. A refusal is recorded (ASVS 16.3.2)."""

from gatepost.audit.refused_access import record_refused_access
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
        record_refused_access(caller, about=uuid)
        raise UserNotFound
    return get_user(uuid)


def get_changeable_user(caller: Caller, uuid: str) -> User:
    """The user with this *uuid*, if *caller* is that user or an administrator.

    Raises UserNotFound if the caller may not see the user, Forbidden if they may see but not change the user.
    """
    user = get_visible_user(caller, uuid)
    if uuid != caller.uuid and not caller.is_admin:
        record_refused_access(caller, about=uuid)
        raise Forbidden
    return user


def get_own_user(caller: Caller, uuid: str) -> User:
    """The user with this *uuid*, if *caller* is that user: an administrator may not act for them.

    Raises UserNotFound if the caller may not see the user, Forbidden if they may see the user.
    """
    user = get_visible_user(caller, uuid)
    if uuid != caller.uuid:
        record_refused_access(caller, about=uuid)
        raise Forbidden
    return user
