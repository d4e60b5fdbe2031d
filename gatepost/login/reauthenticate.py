"""Authenticate again within a session, before a request that takes a recent log-in."""

from gatepost import clock
from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.database import db
from gatepost.errors import InvalidProof, InvalidToken, PasswordChangeRequired, Refusal, UserNotFound, WrongPassword
from gatepost.factors.kinds import Proof
from gatepost.factors.prove import prove_factor
from gatepost.login.claim_user import claim_user
from gatepost.login.code import check_offered
from gatepost.one_time_codes.identifier import Identifier
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.redeem_for_user import Code, redeem_for_user
from gatepost.one_time_codes.send_code import note_answered
from gatepost.passwords.check import check_password
from gatepost.sessions.renew import Proven, Renewed, renew_authentication
from gatepost.throttling.claimant import Claimant
from gatepost.throttling.clear_attempts import clear_attempts
from gatepost.users.identifiers import username_forms
from gatepost.users.models import User, get_user


def reauthenticate(caller: Caller, password: str, *, factor: Proof | None = None, client: Client) -> Renewed:
    """Issue an access token of this session, after its user has proven again who they are by *password*.

    A session in a cookie gets its next one instead. With *factor* they have proven a second factor as well. A password
    change that comes in between wins.
    Raises WrongPassword, InvalidToken, TooManyRequests, PasswordChangeRequired, InvalidProof, FactorLocked.
    """
    user = _user_of(caller)
    claimant = Claimant(user, client, session_id=caller.session_id)
    if not check_password(password, claimant, otherwise="login.reauthentication_failed"):
        raise WrongPassword
    if user.password_expired_at is not None:
        clear_attempts(claimant, by_password=True)
        record("login.password_expired", user_uuid=user.uuid, actor_uuid=user.uuid, client=client)
        db.session.commit()
        raise PasswordChangeRequired
    second = None if factor is None else prove_factor(user, factor, claimant)
    return _renew(claimant, user, caller, by_factor=second, otherwise=WrongPassword)


def reauthenticate_with_factor(caller: Caller, factor: Proof, *, client: Client) -> Renewed:
    """The same by a second factor alone: within a session one factor is enough (NIST SP 800-63B-4 section 2.2.3).

    Raises InvalidProof, FactorLocked, TooManyRequests, InvalidToken.
    """
    user = _user_of(caller)
    claimant = Claimant(user, client, session_id=caller.session_id)
    second = prove_factor(user, factor, claimant)
    return _renew(claimant, user, caller, by_factor=second, otherwise=InvalidProof)


def reauthenticate_with_code(caller: Caller, code: str, *, client: Client) -> Renewed:
    """The same with a *code* to log in, which was requested by their username. Raises InvalidProof, NotOffered."""
    check_offered()
    asked = Identifier("username", username_forms(caller.username)[0])
    user, address = redeem_for_user(Purpose.LOGIN, Code(code, asked), client=client, session_id=caller.session_id)
    if user.uuid != caller.uuid:  # the username has passed to another user since this request was authenticated
        db.session.rollback()
        raise InvalidProof
    claimant = Claimant(user, client, session_id=caller.session_id)
    renewed = _renew(claimant, user, caller, otherwise=InvalidProof)
    note_answered(address)
    return renewed


def _user_of(caller: Caller) -> User:
    try:
        return get_user(caller.uuid)
    except UserNotFound:  # deleted since this request was authenticated
        raise InvalidToken from None


def _renew(
    claimant: Claimant, user: User, caller: Caller, *, by_factor: Proven | None = None, otherwise: type[Refusal]
) -> Renewed:
    if not claim_user(user, last_login_at=clock.now()):
        db.session.rollback()
        raise otherwise
    clear_attempts(claimant, by_password=otherwise is WrongPassword)
    renewed = renew_authentication(caller, by_factor=by_factor)
    record("login.reauthenticated", user_uuid=user.uuid, actor_uuid=user.uuid, client=claimant.client)
    db.session.commit()
    return renewed
