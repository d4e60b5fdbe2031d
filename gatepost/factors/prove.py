"""Prove a second factor: the guess is counted, then looked at, and the right one is spent."""

from collections.abc import Callable

from gatepost.caller import Client
from gatepost.database import db
from gatepost.errors import InvalidProof
from gatepost.factors.guesses import clear_guesses, count_guess, record_wrong_guess
from gatepost.factors.kinds import KINDS, Proof, count_factors, spend_proof
from gatepost.factors.lost_factor import end_waiting, is_waiting
from gatepost.factors.recovery_codes import tell_of_use
from gatepost.passkeys.copied import MayBeCopied, tell_of_copy
from gatepost.sessions.renew import Proven
from gatepost.throttling.claimant import Claimant
from gatepost.users.models import User, lock_user


def prove_factor(user: User, proof: Proof, claimant: Claimant, *, beside: Callable[[], bool] | None = None) -> Proven:
    """Spend *proof* of a second factor of *user*. No transaction is open here; the caller goes on in this one.

    It has locked the user's row. *beside* counts something else with the guess; the proof is not looked at if it
    returns False. Raises TooManyFailures, FactorLocked; InvalidProof, which is on record.
    """
    if not count_guess(claimant, user, proof, beside=beside):
        raise InvalidProof
    waits = is_waiting(user.uuid)
    proven, copied = None, ""
    try:
        proven = spend_proof(user.uuid, proof) if lock_user(user.uuid) and _may_prove(user, proof) else None
    except MayBeCopied as shown:
        copied = shown.name
    if proven is None:
        db.session.rollback()
        if copied:
            tell_of_copy(user, copied, client=claimant.client)
        record_wrong_guess(claimant, user)
        raise InvalidProof
    if waits:
        end_waiting(user.uuid)
    clear_guesses(claimant, user)
    _tell(user, proven, claimant.client)
    return proven


def _may_prove(user: User, proof: Proof) -> bool:
    """A recovery code takes the place of a factor. A user without any, who needs one, has to enrol it first."""
    return KINDS[proof.kind].is_factor or count_factors(user.uuid) > 0


def _tell(user: User, proven: Proven, client: Client) -> None:
    if not KINDS[proven.shown].is_factor:
        tell_of_use(user, client=client)
