"""Remove one's own password, to live by passkeys alone."""

from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.database import db
from gatepost.errors import InvalidToken, NoPasskey, NoPassword, NoVerifiedAddress, Refusal
from gatepost.passkeys.spend_passkey import count_passkeys
from gatepost.passwords.replace import replace_password
from gatepost.sessions.end import end_other_sessions
from gatepost.sessions.lock_caller import lock_caller
from gatepost.sessions.renew import require_recent_factor
from gatepost.tokens.device_token import issue_device_token
from gatepost.users.models import NO_PASSWORD, User
from gatepost.users.visible import get_own_user
from gatepost.users.ways_in import is_reachable


def remove_password(caller: Caller, uuid: str, *, client: Client) -> str:
    """Remove the caller's password. From then on any password is a wrong one; a code or link sets a new one.

    All else ends as at a change of the password. The user is notified. Returns the token of this device, the only one
    that stays known. It takes a recent proof of a factor; a passkey, which logs in from now on; and a verified contact,
    by which its user gets back in without that. Nobody may do it for another user.
    Raises UserNotFound, Forbidden, FactorRequired, InvalidToken, NoPassword, NoPasskey, NoVerifiedAddress.
    """
    get_own_user(caller, uuid)
    require_recent_factor(caller)
    user, _ = lock_caller(caller)
    _check_other_ways(user)
    if not replace_password(user, NO_PASSWORD, notice="password_removed"):
        db.session.rollback()
        raise InvalidToken
    end_other_sessions(user.uuid, keep=caller.session_id, reason="password_removed")
    record("password.removed", user_uuid=user.uuid, actor_uuid=caller.uuid, client=client)
    db.session.commit()
    return issue_device_token(client.device, user_uuid=user.uuid, version=user.devices_version)


def _check_other_ways(user: User) -> None:
    """The row of *user* is locked, so what is found stays until the commit."""
    refusal: Refusal | None = None
    if not user.has_password:
        refusal = NoPassword()
    elif not count_passkeys(user.uuid):
        refusal = NoPasskey()
    elif not is_reachable(user):
        refusal = NoVerifiedAddress()
    if refusal is not None:
        db.session.rollback()
        raise refusal
