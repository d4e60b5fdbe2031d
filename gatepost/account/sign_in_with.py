"""GET /account/login/with/<provider>, GET and POST /account/login/back: sign in with another provider

The browser carries a secret from the first page to the last, whose digest is bound to the code that comes back (PKCE).
So a code that somebody else brings into a browser signs nobody in there. The last page is left by a form of our own:
a redirect from another site would come without the cookie of the device, which is ``SameSite=Strict``.
"""

from typing import Annotated

from flask import Response
from pydantic import StringConstraints

from gatepost.account.frame import account_room, is_on, show_step
from gatepost.account.sign_in import show_login_page
from gatepost.account.signed_in import answer_outcome, with_next
from gatepost.account.steps import forget_step, read_step, remember_step
from gatepost.account.typed import Next, Secret
from gatepost.crypto import random_token
from gatepost.errors import (
    AccountNotActive,
    EmailTaken,
    InvalidProof,
    InvitationRequired,
    LogInNotBegun,
    ProviderRefused,
    ProviderUnavailable,
    Refusal,
    SignUpClosed,
    UnprovenEmail,
)
from gatepost.http.access import PUBLIC
from gatepost.http.cookie_credential import client_at_log_in
from gatepost.http.form import Form
from gatepost.http.state_cookie import remember_state
from gatepost.pages import go_to
from gatepost.providers.begin import begin_log_in, own_return_url
from gatepost.providers.log_in import log_in_with_code
from gatepost.providers.state import challenge_of

room = account_room("sign in with a provider")

_FOUND = 302
_REFUSALS: dict[str, type[Refusal]] = {
    refusal.code: refusal
    for refusal in (
        AccountNotActive,
        EmailTaken,
        InvitationRequired,
        LogInNotBegun,
        ProviderRefused,
        ProviderUnavailable,
        SignUpClosed,
        UnprovenEmail,
    )
}


class Back(Form):
    """A code to exchange, or the code of a refusal."""

    code: Secret = ""
    error: Annotated[str, StringConstraints(max_length=100)] = ""


@room.page("/account/login/with/<name:provider>", access=PUBLIC, limit="30/minute", query=Next, shown_if=is_on)
def begin(provider: str, query: Next) -> Response:
    verifier = random_token()
    challenge = challenge_of(verifier)
    begun = begin_log_in(provider, return_to=own_return_url(), challenge=challenge)
    answer = Response(status=_FOUND, headers={"Location": begun.url} | remember_state(begun.cookie))
    return remember_step(answer, "provider", verifier=verifier, next=query.next)


@room.page("/account/login/back", access=PUBLIC, limit="30/minute", query=Back, shown_if=is_on)
def come_back(query: Back) -> Response:
    next_address = read_step("provider").get("next", "")
    if query.error:
        if query.error == "access_denied":
            return go_to(with_next("account/login", next_address, done="cancelled"))
        return show_login_page(next_address=next_address, refusal=_REFUSALS.get(query.error, ProviderRefused)())
    return show_step("back.html", next_address=next_address, code=query.code, scripts=True)


@room.page("/account/login/back", access=PUBLIC, limit="30/minute", form=Back, shown_if=is_on)
def sign_in_with_provider(form: Back) -> Response:
    known, step = client_at_log_in("cookie"), read_step("provider")
    try:
        if not step:
            raise InvalidProof
        outcome = log_in_with_code(form.code, verifier=step["verifier"], client=known)
    except Refusal as refusal:
        return show_login_page(next_address=step.get("next", ""), refusal=refusal)
    return forget_step(answer_outcome(outcome, step["next"]), "provider")
