"""Finish a log-in at a provider: the browser comes back with a code of the provider, and goes on with one of ours."""

from datetime import UTC, datetime
from urllib.parse import urlencode

from gatepost.caller import Client
from gatepost.database import db, retry_on_conflict
from gatepost.errors import InvalidProof, LogInNotBegun, ProviderRefused, Refusal
from gatepost.providers.begin import callback_of, is_own_page
from gatepost.providers.codes import add_code
from gatepost.providers.find_provider import get_provider
from gatepost.providers.identity import Identity
from gatepost.providers.protocols import protocol_of
from gatepost.providers.register import drop_others
from gatepost.providers.sign_in import sign_in
from gatepost.providers.state import State, open_state
from gatepost.providers.use_once import use_once
from gatepost.settings.providers import Provider
from gatepost.users.models import find_for_update

_SAID_NO = ("access_denied", "user_cancelled_authorize")  # the second is Apple's


def finish(
    name: str, *, value: str, code: str | None, error: str | None, issuer: str | None, cookie: str, client: Client
) -> str:
    """The address of the app, with a code to exchange. *value* and *cookie* are the state, *code* is the provider's.

    If the user has said no there, the app gets ``error=access_denied``. Our own page gets the code of a refusal so, and
    says it to people. Raises UnknownProvider, LogInNotBegun, ProviderRefused, ProviderUnavailable, and the refusals of
    sign_in.
    """
    provider = get_provider(name)
    state = open_state(cookie, provider=name, value=value)
    try:
        return _finish(provider, state, code=code, error=error, issuer=issuer, client=client)
    except Refusal as refusal:
        if not is_own_page(state.return_to):
            raise
        db.session.rollback()
        return _with(state.return_to, error=refusal.code)


def _finish(
    provider: Provider, state: State, *, code: str | None, error: str | None, issuer: str | None, client: Client
) -> str:
    if not use_once(f"state {state.value}", expires_at=datetime.fromtimestamp(state.expires, UTC)):
        raise LogInNotBegun
    if issuer is not None and issuer != provider.issuer_in_answers:  # RFC 9207: the answer of another provider
        raise ProviderRefused
    if error in _SAID_NO:
        return _with(state.return_to, error="access_denied")
    if code is None or error is not None:
        raise ProviderRefused
    identity = protocol_of(provider).redeem(provider, code, state, redirect_uri=callback_of(provider))
    ours = retry_on_conflict(lambda: _code_for(identity, state, client=client))
    return _with(state.return_to, code=ours)


def _code_for(identity: Identity, state: State, *, client: Client) -> str:
    """A code of ours: for the user whom they are, or for the session that links this account of the provider."""
    uuid = state.user_uuid or sign_in(identity, client=client).uuid
    user = find_for_update(uuid)
    if user is None:
        db.session.rollback()
        raise InvalidProof
    code = add_code(user, identity, state)
    db.session.commit()
    drop_others(user)
    return code


def _with(url: str, **given: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{urlencode(given)}"
