"""Delete the account of a user who cannot do it themselves."""

from gatepost.accounts.delete_user import delete_locked
from gatepost.caller import Caller
from gatepost.users.last_administrator import keep_an_administrator
from gatepost.users.lock_helped import lock_helped


def delete_helped(uuid: str, *, reason: str, caller: Caller | None = None) -> None:
    """Delete it with what belongs to it. The reason stays on record, after all else about the user was erased there.

    Without a *caller* as an operator. Raises UserNotFound, Forbidden, LastAdministrator.
    """
    user = lock_helped(uuid, caller=caller)
    keep_an_administrator(user)
    delete_locked(user, actor_uuid=None if caller is None else caller.uuid, reason=reason)
