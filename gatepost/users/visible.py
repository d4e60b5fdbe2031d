"""The accounts that a caller may see, and those that they may act on. A refusal is recorded (ASVS 16.3.2)."""

from gatepost.audit.refused_access import record_refused_access
from gatepost.caller import Caller
from gatepost.errors import Forbidden, UserNotFound
from gatepost.fields.kinds import Who
from gatepost.permissions import Permission
from gatepost.settings import settings
from gatepost.users.models import User, get_user
from gatepost.users.permissions import has_permission, has_power_over


def sees_everyone(caller: Caller) -> bool:
    """Where USER_DIRECTORY is everyone, all do, except where a scope holds; otherwise those with ``users:read``."""
    return (settings.user_directory == "everyone" and caller.scope is None) or has_permission(caller, "users:read")


def get_visible_user(caller: Caller, uuid: str) -> User:
    """The user with this *uuid*, if *caller* may see them. Raises UserNotFound otherwise."""
    if uuid != caller.uuid and not sees_everyone(caller):
        record_refused_access(caller, about=uuid)
        raise UserNotFound
    return get_user(uuid)


def get_user_for(caller: Caller, uuid: str, permission: Permission) -> User:
    """The user with this *uuid*, if *caller* is that user or has the *permission*.

    Raises UserNotFound if the caller may not see the user, Forbidden if they may see the user and no more.
    """
    if uuid != caller.uuid and not has_permission(caller, permission):
        get_visible_user(caller, uuid)
        record_refused_access(caller, about=uuid)
        raise Forbidden
    return get_user(uuid)


def get_changeable_user(caller: Caller, uuid: str, permission: Permission) -> User:
    """The user with this *uuid*, if *caller* is that user, or has the *permission* and no fewer rights than the user.

    Raises UserNotFound if the caller may not see the user, Forbidden if they may see but not change the user.
    """
    user = get_user_for(caller, uuid, permission)
    if uuid != caller.uuid and not has_power_over(caller, user):
        record_refused_access(caller, about=uuid)
        raise Forbidden
    return user


def reads_as(caller: Caller, uuid: str) -> frozenset[Who]:
    """As whom *caller* reads the fields of this user: as that user, as staff, as both, or as nobody."""
    return _as_whom(caller, uuid, "users:read")


def writes_as(caller: Caller, uuid: str) -> frozenset[Who]:
    """As whom *caller* writes the fields of this user."""
    return _as_whom(caller, uuid, "users:write")


def _as_whom(caller: Caller, uuid: str, permission: Permission) -> frozenset[Who]:
    own: frozenset[Who] = frozenset({"user"} if uuid == caller.uuid else ())
    return own | {"administrator"} if has_permission(caller, permission) else own


def get_own_user(caller: Caller, uuid: str) -> User:
    """The user with this *uuid*, if *caller* is that user: nobody may act for them.

    Raises UserNotFound if the caller may not see the user, Forbidden if they may see the user.
    """
    user = get_visible_user(caller, uuid)
    if uuid != caller.uuid:
        record_refused_access(caller, about=uuid)
        raise Forbidden
    return user
