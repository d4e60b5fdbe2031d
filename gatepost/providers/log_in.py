"""Log in at the end of a provider's ceremony: by a code that the browser brought back, or by an ID token of an app."""

from gatepost.caller import Client
from gatepost.database import db
from gatepost.errors import DeniedByHook, InvalidCredentials, InvalidProof, ProviderRefused
from gatepost.login.complete import complete
from gatepost.login.outcome import Outcome
from gatepost.providers.codes import find_code, spend_code
from gatepost.providers.identity import Identity
from gatepost.providers.links import note_use
from gatepost.providers.native import verify_native
from gatepost.providers.register import drop_others
from gatepost.providers.sign_in import sign_in
from gatepost.throttling.claimant import Claimant
from gatepost.users.models import User, find_user, lock_user


def log_in_with_code(code: str, *, verifier: str | None, client: Client) -> Outcome:
    """Log in by the one-time *code* that came back to the app.

    A password change, a factor or an unlinked provider that came in between wins. Raises InvalidProof,
    AccountNotActive.
    """
    found = find_code(code, verifier=verifier, session_id=None)
    user = find_user(found.user_uuid)
    if user is None or user.credentials_version != found.credentials_version or not lock_user(user.uuid):
        db.session.rollback()
        raise InvalidProof
    spend_code(found)
    try:
        return _complete(user, found.identity, client=client)
    except InvalidCredentials:  # changed, deactivated or deleted in this moment
        raise InvalidProof from None


def log_in_with_id_token(name: str, token: str, *, nonce: str, client: Client) -> Outcome:
    """Log in by an ID token that an app got from the provider for this *nonce*.

    Raises UnknownProvider, NotOffered, ProviderRefused, ProviderUnavailable, AccountNotActive, and the refusals of
    sign_in.
    """
    identity = verify_native(name, token, nonce=nonce)
    user = sign_in(identity, client=client)
    if not lock_user(user.uuid):
        db.session.rollback()
        raise ProviderRefused
    try:
        outcome = _complete(user, identity, client=client)
    except (InvalidCredentials, InvalidProof):
        raise ProviderRefused from None
    except DeniedByHook:  # after the commit, too
        drop_others(user)
        raise
    drop_others(user)
    return outcome


def _complete(user: User, identity: Identity, *, client: Client) -> Outcome:
    """RFC 8176 has no name for a provider, so ``amr`` is empty until a second factor is proven."""
    if not note_use(user.uuid, identity):
        db.session.rollback()
        raise InvalidProof
    return complete(user, Claimant(user, client), amr=(), shown=("provider", identity.provider))
