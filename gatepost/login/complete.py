"""The one way in: every log-in ends here, or in a second factor that is due (finish.py)."""

from collections.abc import Callable

from gatepost.audit.record import record
from gatepost.database import db
from gatepost.errors import AccountNotActive, InvalidCredentials
from gatepost.factors.kinds import kinds_of
from gatepost.factors.lost_factor import remove_if_due
from gatepost.login.claim_user import claim_user
from gatepost.login.finish import finish
from gatepost.login.first_proof import FirstProof
from gatepost.login.outcome import FactorDue, Outcome
from gatepost.login.pending import LIFETIME, add_pending
from gatepost.login.trusted_device import is_trusted
from gatepost.passkeys.factor_due import is_due
from gatepost.settings import settings
from gatepost.throttling.claimant import Claimant
from gatepost.throttling.clear_attempts import clear_attempts
from gatepost.users.models import User, lock_user


def complete(
    user: User,
    claimant: Claimant,
    *,
    amr: tuple[str, ...],
    shown: tuple[str, ...] | None = None,
    rehashed: str | None = None,
    new_password_hash: str | None = None,
    spend: Callable[[], None] | None = None,
) -> Outcome:
    """Start a session for *user*, who has proven who they are; or ask for a second factor, if they have one.

    *amr* names the methods after RFC 8176; *shown* are their names in the list of sessions, if those say more. With
    ``mfa`` among the methods no further factor is due. The *claimant* is as they were when their attempt was counted.
    The attempt is cleared once the log-in is finished. *rehashed* replaces the hash of their password,
    *new_password_hash* an expired password. *spend* uses the proof up, in the transaction of the log-in.
    Raises AccountNotActive, InvalidCredentials, and what *spend* raises.
    Where registrations are answered privately, an account that was never activated is answered as an unknown one.
    Otherwise the answer would tell the person who registered it that the address was free.
    """
    client = claimant.client
    first = FirstProof(user, claimant, amr, shown or amr, rehashed, new_password_hash, spend)
    if not user.is_active and spend is not None:
        lock_user(user.uuid)
        spend()
    if user.activated_at is None and settings.registration_answer == "private":
        record("login.not_active", user_uuid=user.uuid, client=client)
        db.session.commit()
        raise InvalidCredentials
    if not user.is_active:
        clear_attempts(claimant, by_password=first.by_password)
        record("login.not_active", user_uuid=user.uuid, client=client)
        db.session.commit()
        raise AccountNotActive
    is_asked = "mfa" not in amr and is_due(user) and not is_trusted(user, client)
    if is_asked and not remove_if_due(user):
        return _ask_for_factor(first)
    return finish(first)


def _ask_for_factor(first: FirstProof) -> FactorDue:
    """Let the log-in wait. A better hash of the password is kept at once, because the password was right."""
    user = first.user
    renewed = {"password_hash": first.rehashed} if first.rehashed else {}
    if not (claim_user(user, **renewed) if renewed else lock_user(user.uuid)):
        db.session.rollback()
        raise InvalidCredentials
    token, factors = add_pending(first), kinds_of(user.uuid)
    record("login.factor_due", user_uuid=user.uuid, client=first.claimant.client)
    db.session.commit()
    return FactorDue(token, factors, LIFETIME)
