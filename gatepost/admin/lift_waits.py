"""Lift the waits of a user, and enable a password that is disabled after a hundred wrong ones."""

from gatepost.admin.code_guesses import clear_code_guesses
from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.database import db
from gatepost.factors.guesses import clear_all_guesses
from gatepost.throttling.clear_attempts import clear_all_attempts
from gatepost.users.lock_helped import lock_helped


def lift_waits(uuid: str, *, reason: str, caller: Caller | None = None, client: Client | None = None) -> None:
    """Begin anew with all that was counted of wrong passwords, codes and factors, on all devices, also of strangers.

    Without a *caller* as an operator. Raises UserNotFound, Forbidden.
    """
    user = lock_helped(uuid, caller=caller)
    clear_all_attempts(uuid)
    clear_all_guesses(user)
    clear_code_guesses(user)
    actor = None if caller is None else caller.uuid
    record("waits.lifted", user_uuid=uuid, actor_uuid=actor, client=client, reason=reason)
    db.session.commit()
