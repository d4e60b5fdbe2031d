"""Activate an account by hand, whose user gets no message."""

from sqlalchemy import update

from gatepost import clock
from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.database import db, write
from gatepost.errors import AccountNotActive, Reason
from gatepost.users.lock_helped import lock_helped
from gatepost.users.models import User


def activate_user(uuid: str, *, reason: str, caller: Caller | None = None, client: Client | None = None) -> None:
    """Let the user log in. Their addresses stay as they are: those that wait still wait for their proof.

    For an active account nothing changes. Without a *caller* as an operator. Raises UserNotFound, Forbidden;
    AccountNotActive if it was deactivated.
    """
    user = lock_helped(uuid, caller=caller)
    if user.deactivated_at is not None:
        db.session.rollback()
        raise AccountNotActive(Reason("This account has been deactivated."))
    if user.activated_at is not None:
        db.session.rollback()
        return
    write(update(User).where(User.uuid == uuid).values(activated_at=clock.now()))
    actor = None if caller is None else caller.uuid
    record("account.activated", user_uuid=uuid, actor_uuid=actor, client=client, reason=reason)
    db.session.commit()
