"""Remove one second factor of a user, their recovery codes, or all of them."""

from typing import Any

from gatepost.audit.events import EventName
from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.database import db
from gatepost.errors import FactorNotFound
from gatepost.factors.guesses import clear_all_guesses
from gatepost.factors.kinds import KINDS, count_factors, note_factors
from gatepost.factors.remove_all import remove_all_factors
from gatepost.factors.undo import keep_change
from gatepost.notices.notify import notify
from gatepost.passkeys.factor_due import is_due
from gatepost.sessions.end import end_all_sessions
from gatepost.users.forget_devices import forget_devices
from gatepost.users.lock_helped import lock_helped
from gatepost.users.models import User

ALL, RECOVERY_CODES = "all", "recovery_codes"


def remove_factor(
    uuid: str, *, factor: str, reason: str, caller: Caller | None = None, client: Client | None = None
) -> None:
    """Remove the *factor*: the id of an app or a passkey, ``recovery_codes``, or ``all``.

    All sessions end, no device stays known, and the user is told, with a link that undoes it. With the last factor the
    recovery codes end, too. Without a *caller* as an operator. Raises UserNotFound, Forbidden, FactorNotFound.
    """
    user = lock_helped(uuid, caller=caller)
    actor = None if caller is None else caller.uuid
    if factor == ALL:
        if not count_factors(uuid):
            db.session.rollback()
            raise FactorNotFound
        remove_all_factors(user, actor_uuid=actor, client=client, reason=reason)
        db.session.commit()
        return
    removed = _set_aside(user, factor)
    note_factors(user)
    if not is_due(user):
        removed.setdefault("recovery_code", []).extend(KINDS["recovery_code"].set_aside(uuid, None))
    undo = keep_change(user, removed=removed)
    forget_devices(user)
    clear_all_guesses(user)
    end_all_sessions(uuid, reason="factors_removed")
    passkeys = removed.get("passkey", [])
    event: EventName = "passkey.removed" if passkeys else "factor.removed"
    record(event, user_uuid=uuid, actor_uuid=actor, client=client, reason=reason)
    if passkeys:
        notify(user, "passkey_removed", everywhere=True, undo=undo, passkey=passkeys[0]["name"])
    else:
        notify(user, "factor_removed", everywhere=True, undo=undo)
    db.session.commit()


def _set_aside(user: User, factor: str) -> dict[str, list[Any]]:
    """Delete it, and give its rows by their kind. Raises FactorNotFound, after a rollback."""
    if factor == RECOVERY_CODES:
        removed = {"recovery_code": KINDS["recovery_code"].set_aside(user.uuid, None)}
    else:
        kinds = [(name, kind) for name, kind in KINDS.items() if kind.is_factor]
        removed = {name: rows for name, kind in kinds if (rows := kind.set_aside(user.uuid, [factor]))}
    if not any(removed.values()):
        db.session.rollback()
        raise FactorNotFound
    return removed
