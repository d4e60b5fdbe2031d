"""Replace an address of a user who has lost it. The new one counts once its holder has verified it."""

from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.contact_changes.change_contact import Await, change_contact, count_messages, plan_change
from gatepost.contacts.address import Kind
from gatepost.database import db
from gatepost.errors import AccountNotActive, InvalidInput, Reason
from gatepost.users.lock_helped import lock_helped
from gatepost.users.models import User


def replace_address(
    uuid: str, *, kind: Kind, value: str, reason: str, caller: Caller | None = None, client: Client | None = None
) -> None:
    """Send a code, and by e-mail a link, to the new address. The old one counts until the new one is verified.

    Then the old one is told, and may undo it (contact_changes/undo_change.py). The plan is made and its message counted
    before the transaction that sends. Without a *caller* as an operator. Raises InvalidInput, UserNotFound, Forbidden,
    AccountNotActive, MobileTaken, EmailTaken, TooManyRequests.
    """
    user = _lock_active(uuid, caller)
    db.session.rollback()
    plan = plan_change(user, kind, value, must_verify=True)
    if not isinstance(plan, Await):
        raise InvalidInput({kind: [Reason("The user has this address already.")]})
    plan = count_messages(user, plan, tells=True)
    change_contact(_lock_active(uuid, caller), plan)
    actor = None if caller is None else caller.uuid
    record("address.change_begun", user_uuid=uuid, actor_uuid=actor, client=client, reason=reason)
    db.session.commit()


def _lock_active(uuid: str, caller: Caller | None) -> User:
    """The user's row, locked. Raises UserNotFound, Forbidden, AccountNotActive, after a rollback."""
    user = lock_helped(uuid, caller=caller)
    if not user.is_active:
        db.session.rollback()
        raise AccountNotActive
    return user
