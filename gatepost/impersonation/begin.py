"""Begin to act as a user."""

from datetime import datetime

from gatepost.audit.record import record
from gatepost.audit.refused_access import record_refused_access
from gatepost.caller import Caller, Client
from gatepost.database import db
from gatepost.errors import AccountNotActive, Forbidden
from gatepost.notices.notify import notify
from gatepost.sessions.impersonation import LONGEST, start_impersonation
from gatepost.settings import settings
from gatepost.users.lock_helped import lock_helped


def begin_impersonation(uuid: str, *, reason: str, caller: Caller, client: Client) -> tuple[str, datetime]:
    """Give *caller* an access token of the user, and say when it ends. Nobody acts as an administrator.

    A suspension or deactivation at the same moment wins: it waits for the row, and ends the session, or is seen here.
    Raises UserNotFound, Forbidden, AccountNotActive.
    """
    user = lock_helped(uuid, caller=caller)
    if user.is_admin:
        db.session.rollback()
        record_refused_access(caller, about=uuid)
        raise Forbidden
    if not user.is_active:
        db.session.rollback()
        raise AccountNotActive
    token, ends_at = start_impersonation(user, caller=caller)
    record("account.impersonated", user_uuid=uuid, actor_uuid=caller.uuid, client=client, reason=reason)
    if settings.tell_of_impersonation:
        notify(user, "impersonated", minutes=int(LONGEST.total_seconds() // 60))
    db.session.commit()
    return token, ends_at
