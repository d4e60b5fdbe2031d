"""Prove again who one is, within a session: for what takes a recent log-in."""

from gatepost import clock
from gatepost.audit.record import record
from gatepost.caller import Caller
from gatepost.database import db
from gatepost.errors import InvalidToken, UserNotFound, WrongPassword
from gatepost.login.claim import claim_as_proven
from gatepost.passwords.hashing import verify_password
from gatepost.sessions.answers import AccessToken
from gatepost.sessions.renew import renew_authentication
from gatepost.users.models import get_user


def reauthenticate(caller: Caller, password: str) -> AccessToken:
    """An access token of this session, whose user has just proven who they are.

    A password change that comes in between wins. Raises WrongPassword, InvalidToken.
    """
    try:
        user = get_user(caller.uuid)
    except UserNotFound:  # deleted since this request was let in
        raise InvalidToken from None
    if not verify_password(password, user.password_hash):
        raise WrongPassword
    if not claim_as_proven(user, last_login_at=clock.now()):
        db.session.rollback()
        raise WrongPassword
    token = renew_authentication(caller)
    record("login.reauthenticated", user_uuid=user.uuid, actor_uuid=user.uuid)
    db.session.commit()
    return token
