"""Enrol an app that makes codes: first its secret, then a code of it, which shows that the app has it."""

from typing import NamedTuple

from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.database import db
from gatepost.errors import InvalidProof, InvalidToken, TooManyFactors
from gatepost.factors.guesses import clear_guesses, count_guess, record_wrong_guess
from gatepost.factors.kinds import KINDS, Proof, note_factors
from gatepost.factors.lost_factor import end_waiting
from gatepost.factors.recovery_codes import count_left, digest_of, make_codes
from gatepost.factors.totp_codes import new_secret, picture_of, uri_of
from gatepost.factors.totp_store import add_unverified, count_verified, verify_first
from gatepost.factors.undo import keep_change
from gatepost.notices.notify import notify
from gatepost.passkeys.factor_due import is_due, lock_with_factor
from gatepost.sessions.end import end_other_sessions
from gatepost.sessions.renew import Proven, Renewed, renew_authentication
from gatepost.throttling.claimant import Claimant
from gatepost.users.models import find_user

_KIND = "totp"
_MOST = 10  # apps of one user


class Begun(NamedTuple):
    """The secret for an app, in three forms: shown once."""

    id: str
    secret: str
    uri: str
    picture: str


class Enrolled(NamedTuple):
    """The token (or cookie) of a session with two factors, and recovery codes after the first factor."""

    renewed: Renewed
    recovery_codes: list[str]


def begin_totp(caller: Caller) -> Begun:
    """Make a secret. It counts for nothing before a code of it was verified.

    A user who has a factor must have proven it lately. Raises FactorRequired, TooManyFactors, InvalidToken.
    """
    (user, _), secret = lock_with_factor(caller), new_secret()
    if count_verified(user.uuid) >= _MOST:
        db.session.rollback()
        raise TooManyFactors
    identifier = add_unverified(user.uuid, secret)
    db.session.commit()
    uri = uri_of(secret, username=user.username)
    return Begun(identifier, secret, uri, picture_of(uri))


def verify_totp(caller: Caller, identifier: str, code: str, *, client: Client) -> Enrolled:
    """Let the app count, after a *code* of it. This session has two factors from then on.

    With the first factor all other sessions end, because they were begun without it, and recovery codes are made.
    Raises InvalidProof, TooManyFailures, FactorLocked, FactorRequired, InvalidToken.
    """
    user = find_user(caller.uuid)
    if user is None:
        raise InvalidToken
    claimant = Claimant(user, client, session_id=caller.session_id)
    count_guess(claimant, user, Proof(_KIND, code))
    user, _ = lock_with_factor(caller)
    if not verify_first(user.uuid, identifier, code):
        db.session.rollback()
        record_wrong_guess(claimant, user)
        raise InvalidProof
    clear_guesses(claimant, user)
    end_waiting(user.uuid)
    is_first, has_codes = not is_due(user), bool(user.factors or count_left(user.uuid))
    note_factors(user)
    codes = make_codes(user.uuid) if is_first or not has_codes else []
    if is_first:
        end_other_sessions(user.uuid, keep=caller.session_id, reason="factor_added")
    record("factor.added", user_uuid=user.uuid, actor_uuid=user.uuid, client=client)
    added = {_KIND: [identifier], "recovery_code": [digest_of(user.uuid, each) for each in codes]}
    notify(user, "factor_added", everywhere=True, undo=keep_change(user, added=added))
    proven = Proven(_KIND, KINDS[_KIND].amr)
    renewed = renew_authentication(caller, by_factor=proven, again=False)
    db.session.commit()
    return Enrolled(renewed, codes)
