"""Finish a log-in by a second factor."""

from dataclasses import replace
from functools import partial

from gatepost.caller import Client
from gatepost.database import db
from gatepost.errors import ForPrograms, InvalidCredentials, InvalidInput, InvalidProof
from gatepost.factors.kinds import Proof
from gatepost.factors.prove import prove_factor
from gatepost.login.finish import finish
from gatepost.login.first_proof import FirstProof
from gatepost.login.outcome import SignedIn
from gatepost.login.pending import Pending, count_try, end_pending, find_pending
from gatepost.narrowing import check_asked
from gatepost.settings import settings
from gatepost.throttling.claimant import Claimant
from gatepost.users.models import User, find_user


def log_in_with_factor(token: str, proof: Proof, *, trust: bool, client: Client) -> SignedIn:
    """Finish the log-in that waits for this *token*, by *proof* of a factor of the same user.

    A token that is unknown, over, or of another device is answered as a wrong code. A password change, a deactivation
    or a deletion since the first proof wins. *trust* this device, if settings allow that.
    The session has the scope and the audience that the log-in asked for.
    Raises InvalidProof, TooManyFailures, FactorLocked, InvalidInput.
    """
    if trust and not settings.trusted_device:
        raise InvalidInput({"trust_device": [ForPrograms("This service trusts no device.")]})
    pending = find_pending(token, client=client)
    user = None if pending is None else find_user(pending.user_uuid)
    if pending is None or user is None or not _is_as_it_was(user, pending):
        raise InvalidProof
    asked = check_asked(pending.scope, pending.audience, in_cookie=client.in_cookie)
    client = replace(client, scope=asked.scope, audience=asked.audience)
    claimant = Claimant(user, client, counted_as=pending.attempts_key)
    second = prove_factor(user, proof, claimant, beside=partial(count_try, pending))
    if not end_pending(pending):
        db.session.rollback()
        raise InvalidProof
    amr, shown = tuple(pending.amr.split()), tuple(pending.authenticated_by.split())
    try:
        first = FirstProof(user, claimant, amr, shown, new_password_hash=pending.new_password_hash)
        return finish(first, second=second, trust=trust)
    except InvalidCredentials:  # changed, deactivated or deleted in this moment
        raise InvalidProof from None


def _is_as_it_was(user: User, pending: Pending) -> bool:
    return user.is_active and user.credentials_version == pending.credentials_version
