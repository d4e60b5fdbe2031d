"""Make recovery codes anew."""

from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.database import db
from gatepost.factors.recovery_codes import digest_of, make_codes, set_aside
from gatepost.factors.undo import keep_change
from gatepost.notices.notify import notify
from gatepost.sessions.lock_caller import lock_caller


def renew_codes(caller: Caller, *, client: Client) -> list[str]:
    """Make recovery codes in place of those before, and tell the user. Raises InvalidToken."""
    user, _ = lock_caller(caller)
    former = set_aside(user.uuid, None)
    codes = make_codes(user.uuid)
    record("recovery_codes.made", user_uuid=user.uuid, actor_uuid=user.uuid, client=client)
    undo = keep_change(
        user,
        added={"recovery_code": [digest_of(user.uuid, code) for code in codes]},
        removed={"recovery_code": former},
    )
    notify(user, "recovery_codes_made", everywhere=True, undo=undo)
    db.session.commit()
    return codes
