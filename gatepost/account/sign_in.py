"""GET and POST /account/login"""

from typing import Any

from flask import Response

from gatepost.account.frame import account_room, is_on, passkeys_offered, show_step
from gatepost.account.signed_in import answer_outcome
from gatepost.account.typed import Line, Next, Secret, under_name
from gatepost.errors import PasswordChangeRequired, Refusal
from gatepost.http.access import PUBLIC
from gatepost.http.cookie_credential import client_at_log_in
from gatepost.http.limits import Limits
from gatepost.login.any_name import account_named_by, find_by_any_name
from gatepost.login.password import log_in_with_password
from gatepost.settings import settings

room = account_room("sign in")


class SignIn(Next):
    """*name* is a username, a mobile number or an e-mail address. *new_password* replaces one that has expired."""

    name: Line = ""
    password: Secret = ""
    new_password: Secret | None = None


@room.page("/account/login", access=PUBLIC, limit="60/minute", query=Next, shown_if=is_on)
def show_sign_in(query: Next) -> Response:
    return show_login_page(next_address=query.next, done=query.done)


@room.page(
    "/account/login",
    access=PUBLIC,
    limit=Limits(
        each="30/minute",
        account_of=lambda form: account_named_by(form.name),
        account_and_address="10/5 minutes",
        account="100/5 minutes",
        everyone="1200/minute",
    ),
    form=SignIn,
    hashes=True,
    shown_if=is_on,
)
def sign_in(form: SignIn) -> Response:
    known = client_at_log_in("cookie")
    try:
        claimant = find_by_any_name(form.name, client=known)
        outcome = log_in_with_password(claimant, form.password, new_password=form.new_password)
    except Refusal as refusal:
        has_expired = isinstance(refusal, PasswordChangeRequired) or form.new_password is not None
        told = under_name(refusal)
        return show_login_page(next_address=form.next, refusal=told, name=form.name, has_expired=has_expired)
    return answer_outcome(outcome, form.next)


def show_login_page(*, name: str = "", has_expired: bool = False, **more: Any) -> Response:
    """The page with all ways to sign in. *has_expired*: it asks for a new password as well."""
    return show_step(
        "sign_in.html",
        name=name,
        has_expired=has_expired,
        least=settings.password_min_length,
        passkeys=passkeys_offered(),
        by_code=settings.login_by_code,
        sign_up=settings.sign_up,
        providers=[each.name for each in settings.providers if each.logs_in_browsers],
        scripts=True,
        **more,
    )
