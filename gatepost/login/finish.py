"""Finish a log-in: the only place where sessions begin."""

from dataclasses import replace

from gatepost import clock
from gatepost.audit.record import record
from gatepost.database import db, retry_on_conflict
from gatepost.errors import DeniedByHook, InvalidCredentials
from gatepost.factors.lost_factor import end_waiting, is_waiting
from gatepost.hooks.decide import decide, is_asked
from gatepost.login.claim_user import claim_user
from gatepost.login.first_proof import FirstProof
from gatepost.login.notice_device import notice_device
from gatepost.login.outcome import SignedIn
from gatepost.login.renew_expired_password import replace_expired_password
from gatepost.metrics import METRICS
from gatepost.sessions.renew import Proven
from gatepost.sessions.start import draft_session, start_session
from gatepost.throttling.clear_attempts import clear_attempts, has_attempts
from gatepost.tokens.device_token import issue_device_token
from gatepost.users.models import find_user


def finish(first: FirstProof, *, second: Proven | None = None, trust: bool = False) -> SignedIn:
    """Start a session after all proofs that are due; *trust* this device with the second factor from now on.

    The user's row is claimed as it was when the first proof was checked: a password change, a factor, a deactivation or
    a deletion that came in between wins, and no session outlives it. Raises InvalidCredentials.

    Where there is a blocking hook, it is asked between two transactions: the first has used up the proofs, and the
    second finds the user as they were. Raises DeniedByHook, Unavailable.
    """
    amr, shown = first.amr, first.shown
    if second is not None:
        amr, shown = tuple(dict.fromkeys((*amr, *second.amr))), (*shown, second.shown)
    if not is_asked():
        return _start(first, amr, shown, trust=trust)
    claims = _ask_hook(first, amr)
    # A conflict repeats this transaction alone: the deed cannot begin again, because its proofs are used up.
    return retry_on_conflict(lambda: _start(_as_now(first), amr, shown, trust=trust, claims=claims))


def _start(
    first: FirstProof, amr: tuple[str, ...], shown: tuple[str, ...], *, trust: bool, claims: str | None = None
) -> SignedIn:
    user, client = first.user, first.claimant.client
    # All that needs no lock comes before the first write, because other writers of a database file wait for this one.
    clears = not first.by_passkey or has_attempts(first.claimant)
    stops = first.by_passkey and is_waiting(user.uuid)
    draft = draft_session(user, amr=amr, authenticated_by=shown, by_factor="mfa" in amr, client=client, claims=claims)
    if first.new_password_hash is not None:
        replace_expired_password(user, first.new_password_hash, former=first.rehashed, client=client)
    renewed = {"password_hash": first.rehashed} if first.rehashed and not first.new_password_hash else {}
    if not claim_user(user, last_login_at=clock.now(), **renewed):
        db.session.rollback()
        raise InvalidCredentials
    first.use_up()
    if clears:
        _clear_attempts(first)
    session = start_session(draft)
    if stops:
        end_waiting(user.uuid)
    record("login.succeeded", user_uuid=user.uuid, client=client)
    notice_device(user, client=client)
    db.session.commit()
    METRICS.logged_in(first.shown[0])
    device = issue_device_token(client.device, user_uuid=user.uuid, version=user.devices_version, trusted=trust)
    return SignedIn(session, device)


def _ask_hook(first: FirstProof, amr: tuple[str, ...]) -> str | None:
    """The claims that the blocking hook adds, for the user as their row is. Raises DeniedByHook, Unavailable.

    All proofs were right, so the attempts are cleared before, whatever it answers. Otherwise its failures would count
    as wrong passwords.
    """
    user, client = first.user, first.claimant.client
    told = {"uuid": user.uuid, "username": user.username, "mobile": user.mobile, "email": user.email}
    data = {"user": {**told, "roles": user.roles.split()}, "amr": list(amr), "scope": client.scope}
    if not claim_user(user, credentials_version=user.credentials_version):  # locks the row, and changes nothing
        db.session.rollback()
        raise InvalidCredentials
    first.use_up()
    _clear_attempts(first)
    db.session.commit()
    try:
        return decide("login", data, client=client)
    except DeniedByHook:
        record("login.denied", user_uuid=user.uuid, client=client)
        db.session.commit()
        raise


def _as_now(first: FirstProof) -> FirstProof:
    """The same with the roles and fields that the user has by now, while the credentials are those that were checked.

    Its proof is used up already. Raises InvalidCredentials.
    """
    user, before = find_user(first.user.uuid), first.user
    if user is None or (user.credentials_version, user.factors) != (before.credentials_version, before.factors):
        raise InvalidCredentials
    return replace(first, user=user, spend=None)


def _clear_attempts(first: FirstProof) -> None:
    """They are locked after the user's row, which the caller has claimed: all lock both in this order."""
    clear_attempts(first.claimant, by_password=first.by_password)
