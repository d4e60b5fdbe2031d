"""Change one's own password, or choose one where there is none."""

from gatepost.audit.events import EventName
from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.database import db
from gatepost.errors import InvalidInput, Reason, WrongPassword
from gatepost.passkeys.factor_due import lock_with_factor
from gatepost.passwords.check import check_password
from gatepost.passwords.hashing import hash_password
from gatepost.passwords.history import check_differs
from gatepost.passwords.policy import check_new_password, min_length_for
from gatepost.passwords.replace import replace_password
from gatepost.sessions.authenticate import require_recent_login
from gatepost.sessions.end import end_other_sessions
from gatepost.throttling.claimant import Claimant
from gatepost.throttling.clear_attempts import clear_attempts
from gatepost.tokens.device_token import issue_device_token
from gatepost.users.models import User
from gatepost.users.visible import get_own_user


def change_password(caller: Caller, uuid: str, *, old_password: str, new_password: str, client: Client) -> str:
    """Replace the caller's password. All their other sessions end, and all codes and links that were sent to them.

    Nobody may do it for another user. The user is notified. Returns the token of this device, the only one that stays
    known.

    Of two changes at once one wins; the other's old password is then wrong.
    Raises UserNotFound, Forbidden, WrongPassword, InvalidInput.
    """
    user = get_own_user(caller, uuid)
    claimant = Claimant(user, client, session_id=caller.session_id)
    if not check_password(old_password, claimant, otherwise="password.change_refused"):
        raise WrongPassword
    clear_attempts(claimant, by_password=True)
    db.session.commit()  # the old password was right, even if the new one is refused
    check_differs(new_password, user, field="new_password")
    identifiers, least = (user.username, user.mobile, user.email), min_length_for(user)
    check_new_password(new_password, field="new_password", identifiers=identifiers, least=least)
    return _replace(caller, user, hash_password(new_password), event="password.changed", client=client)


def choose_password(caller: Caller, uuid: str, *, new_password: str, client: Client) -> str:
    """Give the caller a password, who has none. All else is as at a change.

    Nobody has anything to guess, so the recent log-in is the proof; a user who has a second factor must have proven it
    lately, as for a passkey. A user who has a password is told that the old one is missing.
    Raises UserNotFound, Forbidden, InvalidInput, ReauthenticationRequired, FactorRequired, InvalidToken, WrongPassword.
    """
    seen = get_own_user(caller, uuid)
    if seen.has_password:
        raise InvalidInput({"old_password": [Reason("This field is required.")]})
    require_recent_login(caller)
    identifiers, least = (seen.username, seen.mobile, seen.email), min_length_for(seen)
    check_differs(new_password, seen, field="new_password")
    check_new_password(new_password, field="new_password", identifiers=identifiers, least=least)
    hashed = hash_password(new_password)
    user, _ = lock_with_factor(caller)
    if user.has_password:  # chosen since
        db.session.rollback()
        raise WrongPassword
    return _replace(caller, user, hashed, event="password.chosen", client=client)


def _replace(caller: Caller, user: User, hashed: str, *, event: EventName, client: Client) -> str:
    if not replace_password(user, hashed):
        db.session.rollback()
        raise WrongPassword
    end_other_sessions(user.uuid, keep=caller.session_id, reason="password_changed")
    record(event, user_uuid=user.uuid, actor_uuid=caller.uuid, client=client)
    db.session.commit()
    return issue_device_token(client.device, user_uuid=user.uuid, version=user.devices_version)
