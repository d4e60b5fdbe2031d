"""Read one account."""

from gatepost.caller import Caller
from gatepost.users.answers import UserData, show
from gatepost.users.visible import get_visible_user


def read_user(caller: Caller, uuid: str) -> UserData:
    """The user with this *uuid*. The caller's own data came with the question who they are. Raises UserNotFound."""
    if uuid == caller.uuid:
        return show(caller, active=True)
    user = get_visible_user(caller, uuid)
    return show(user, active=user.is_active)
