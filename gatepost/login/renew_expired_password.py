"""Choose a new password at log-in, after an operator has expired the old one."""

from gatepost.audit.events import EventName
from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.database import commit_once, db
from gatepost.errors import ForPrograms, InvalidCredentials, InvalidInput, PasswordChangeRequired
from gatepost.passkeys.factor_due import is_due
from gatepost.passwords.hashing import hash_password
from gatepost.passwords.history import check_differs
from gatepost.passwords.policy import check_new_password, min_length_for
from gatepost.passwords.replace import replace_password
from gatepost.sessions.end import end_all_sessions
from gatepost.throttling.claimant import Claimant
from gatepost.throttling.clear_attempts import clear_attempts
from gatepost.users.models import User

_FIELD = "new_password"
_NOT_NOW = ForPrograms("Your password need not be changed at log-in. To change it: POST /user/change-password/<uuid>.")


def hash_new_password(claimant: Claimant, user: User, new_password: str | None) -> str | None:
    """The hash of the *new_password* that replaces an expired one, which was right; None if it has not expired.

    A *new_password* in place of one that has not expired is refused rather than ignored.
    Raises PasswordChangeRequired, InvalidInput.
    """
    if user.password_expired_at is None and new_password is None:
        return None
    event: EventName = "login.refused" if user.password_expired_at is None else "login.password_expired"
    commit_once(event, lambda: _record_right(claimant, user, event))
    if user.password_expired_at is None:
        raise InvalidInput({_FIELD: [_NOT_NOW]})
    if new_password is None:
        raise PasswordChangeRequired
    check_differs(new_password, user, field=_FIELD)
    identifiers = (user.username, user.mobile, user.email)
    check_new_password(new_password, field=_FIELD, identifiers=identifiers, least=min_length_for(user))
    return hash_password(new_password)


def replace_expired_password(user: User, hashed: str, *, former: str | None, client: Client) -> None:
    """Replace an expired password at the end of a log-in, after a second factor if one is due. All sessions end.

    *former* is the hash to keep of the old one, if it is newer than the stored one. The transaction has locked the
    user's row, and the caller goes on in it. Raises InvalidCredentials if another change came in between.
    """
    if not replace_password(user, hashed, former=former):
        db.session.rollback()
        raise InvalidCredentials
    end_all_sessions(user.uuid, reason="password_changed")
    record("password.changed", user_uuid=user.uuid, client=client)


def _record_right(claimant: Claimant, user: User, event: EventName) -> None:
    """The password was right, even if the new one is refused; so each try is recorded.

    The attempts are cleared, unless a second factor is due.
    """
    if not is_due(user):
        clear_attempts(claimant, by_password=True)
    record(event, user_uuid=user.uuid, client=claimant.client)
    db.session.commit()
