"""Change one's own password."""

from sqlalchemy import update

from gatepost import clock
from gatepost.attempts.claimant import Claimant
from gatepost.attempts.clear import clear_all_attempts, clear_attempts
from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.database import db, write
from gatepost.errors import Forbidden, InvalidInput, WrongPassword
from gatepost.notices.tell import tell
from gatepost.passwords.check import check_password
from gatepost.passwords.hashing import hash_password, verify_password
from gatepost.passwords.policy import check_new_password
from gatepost.sessions.end import end_other_sessions
from gatepost.tokens.one_time import end_proofs
from gatepost.users.models import User
from gatepost.users.visible import get_visible_user


def change_password(caller: Caller, uuid: str, *, old_password: str, new_password: str, client: Client) -> None:
    """Replace the caller's password, and end all their sessions but this one, and all codes and links that are out.

    Nobody may do it for another, and its user is told.

    Of two changes at once one wins; the other's old password is then wrong.
    Raises UserNotFound, Forbidden, WrongPassword, InvalidInput.
    """
    user = get_visible_user(caller, uuid)
    if user.uuid != caller.uuid:
        raise Forbidden
    claimant = Claimant(user, client, session_id=caller.session_id)
    if not check_password(old_password, claimant, otherwise="password.change_refused"):
        raise WrongPassword
    clear_attempts(claimant, by_password=True)
    db.session.commit()  # for it was right, whatever is said of the new one
    if verify_password(new_password, user.password_hash):  # in whatever form its accents are written
        raise InvalidInput({"new_password": ["Choose one that differs from the old password."]})
    check_new_password(new_password, field="new_password", identifiers=(user.username, user.mobile, user.email))
    hashed = hash_password(new_password)
    claimed = write(
        update(User)
        .where(User.uuid == user.uuid, User.credentials_version == user.credentials_version)
        .values(
            password_hash=hashed,
            credentials_version=User.credentials_version + 1,
            password_changed_at=clock.now(),
        )
    )
    if claimed != 1:
        db.session.rollback()
        raise WrongPassword
    end_other_sessions(user.uuid, keep=caller.session_id, reason="password_changed")
    end_proofs(user.uuid)
    clear_all_attempts(user.uuid)
    record("password.changed", user_uuid=user.uuid, actor_uuid=caller.uuid, client=client)
    tell(user, "password_changed", languages=client.languages, everywhere=True)
    db.session.commit()
