"""The one way in: every log-in ends here."""

from gatepost import clock
from gatepost.audit.record import record
from gatepost.database import db
from gatepost.errors import AccountNotActive, InvalidCredentials
from gatepost.login.claim_user import claim_user
from gatepost.login.notice_device import notice_device
from gatepost.login.outcome import Outcome, SignedIn
from gatepost.metrics import METRICS
from gatepost.sessions.start import start_session
from gatepost.settings import settings
from gatepost.throttling.claimant import Claimant
from gatepost.throttling.clear_attempts import clear_attempts
from gatepost.tokens.device_token import issue_device_token
from gatepost.users.models import User


def complete(
    user: User,
    claimant: Claimant,
    *,
    amr: tuple[str, ...],
    shown: tuple[str, ...] | None = None,
    rehashed: str | None = None,
) -> Outcome:
    """Start a session for *user*, who has proven who they are; *rehashed* replaces their password's hash.

    *amr* names the methods after RFC 8176; *shown* are their names in the list of sessions, if those say more.
    The *claimant* is as they were when their attempt was counted. The attempt is cleared once the log-in is finished.
    The user's row is claimed as it was when the proof was checked: a password change, a deactivation or a
    deletion that came in between wins, and no session outlives it. Raises AccountNotActive, InvalidCredentials.
    Where registrations are answered privately, an account that was never activated is answered as an unknown one.
    Otherwise the answer would tell the person who registered it that the address was free.
    """
    client, by_password = claimant.client, "pwd" in amr
    if user.activated_at is None and settings.registration_answer == "private":
        record("login.not_active", user_uuid=user.uuid, client=client)
        db.session.commit()
        raise InvalidCredentials
    if not user.is_active:
        clear_attempts(claimant, by_password=by_password)
        record("login.not_active", user_uuid=user.uuid, client=client)
        db.session.commit()
        raise AccountNotActive
    renewed = {"password_hash": rehashed} if rehashed else {}
    if not claim_user(user, last_login_at=clock.now(), **renewed):
        db.session.rollback()
        raise InvalidCredentials
    clear_attempts(claimant, by_password=by_password)  # after the user's row: all who lock both do it in this order
    tokens = start_session(user.uuid, authenticated_by=shown or amr, client=client)
    record("login.succeeded", user_uuid=user.uuid, client=client)
    notice_device(user, client=client)
    db.session.commit()
    METRICS.logged_in((shown or amr)[0])
    return SignedIn(tokens, issue_device_token(client.device, user_uuid=user.uuid, version=user.devices_version))
