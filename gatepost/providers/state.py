"""The state of a log-in at a provider, in a sealed cookie of the browser that began it.

Nothing is stored before it comes back. Then its digest is, so that it counts once.
"""

import json
from datetime import timedelta
from typing import NamedTuple

from gatepost import clock
from gatepost.crypto import Unsealable, derive_key, random_token, same, seal, unseal
from gatepost.errors import LogInNotBegun
from gatepost.settings import settings

LIFETIME = timedelta(minutes=10)


class State(NamedTuple):
    """The state that the browser has to bring back, with all that is needed then.

    *value* goes to the provider and back. *challenge* is of a secret of the app, or empty. *session_id* and *user_uuid*
    are of the session that links an account of the provider; both are empty at a log-in.
    """

    provider: str
    value: str
    nonce: str
    verifier: str
    return_to: str
    challenge: str
    user_uuid: str
    session_id: str
    expires: int


def new_state(
    provider: str, *, return_to: str, challenge: str = "", user_uuid: str = "", session_id: str = ""
) -> State:
    """A state of 256 random bits, with a nonce and a verifier of as many."""
    expires = int((clock.now() + LIFETIME).timestamp())
    secrets = (random_token(), random_token(), random_token())
    return State(provider, *secrets, return_to, challenge, user_uuid, session_id, expires)


def challenge_of(verifier: str) -> str:
    """The challenge by which this *verifier* is known (RFC 7636 section 4.2)."""
    from authlib.oauth2.rfc7636 import create_s256_code_challenge  # noqa: PLC0415  few installations have providers

    made: str = create_s256_code_challenge(verifier)
    return made


def seal_state(state: State) -> str:
    """The value of the cookie."""
    return seal(json.dumps(state), key=_key(), context="state")


def open_state(sealed: str, *, provider: str, value: str) -> State:
    """The state of this cookie, for this *provider*, with the *value* that came back. Raises LogInNotBegun."""
    try:
        state = State(*json.loads(unseal(sealed, key=_key(), context="state")))
    except Unsealable:
        raise LogInNotBegun from None
    good = state.provider == provider and same(state.value, value) and clock.now().timestamp() < state.expires
    if not good:
        raise LogInNotBegun
    return state


def _key() -> bytes:
    return derive_key(settings.secret_key, "states of log-ins with providers")
