"""GET and POST /account/confirm, POST /account/confirm/code: prove again who you are"""

from typing import Literal

from flask import Response

from gatepost.account.frame import FRAME, account_room, is_on, passkeys_offered
from gatepost.account.next_address import forms_to, go_on, kept
from gatepost.account.sentences import sentence
from gatepost.account.sign_in_factor import FactorForm, factor_proof
from gatepost.account.signed_in import with_next
from gatepost.account.typed import Next, Secret, identifier_of
from gatepost.caller import Caller, SessionCookie
from gatepost.errors import NotOffered, Refusal
from gatepost.factors.kinds import kinds_of
from gatepost.http.access import ENROLLING
from gatepost.http.client import client
from gatepost.http.session_cookie import remember_session
from gatepost.login.code import send_login_code
from gatepost.login.reauthenticate import reauthenticate, reauthenticate_with_code, reauthenticate_with_factor
from gatepost.pages import go_to
from gatepost.sessions.renew import Renewed
from gatepost.settings import settings
from gatepost.users.models import get_user

room = account_room("confirm")

By = Literal["", "factor"]


class Confirm(Next):
    """*by*: whether only a second factor will do."""

    by: By = ""


class Proof(FactorForm):
    """The password, a code that was sent, or a proof of a second factor."""

    by: By = ""
    password: Secret | None = None
    sent_code: Secret | None = None


@room.page("/account/confirm", access=ENROLLING, limit="60/minute", query=Confirm, shown_if=is_on)
def show_confirm(query: Confirm, caller: Caller) -> Response:
    return _show(caller, query.next, by=query.by, done=query.done)


@room.page("/account/confirm", access=ENROLLING, limit="10/minute", form=Proof, hashes=True, shown_if=is_on)
def confirm(form: Proof, caller: Caller) -> Response:
    try:
        renewed = _renew(form, caller)
    except Refusal as refusal:
        return _show(caller, form.next, by=form.by, refusal=refusal)
    if not isinstance(renewed, SessionCookie):
        raise NotOffered
    remember_session(renewed)
    return go_on(form.next)


@room.page("/account/confirm/code", access=ENROLLING, limit="10/minute", form=Next, shown_if=is_on)
def ask_for_code(form: Next, caller: Caller) -> Response:
    try:
        send_login_code(identifier_of(caller.username), client=client())
    except Refusal as refusal:
        return _show(caller, form.next, refusal=refusal)
    return go_to(with_next("account/confirm", form.next, done="sent"))


def _renew(form: Proof, caller: Caller) -> Renewed:
    if form.sent_code is not None:
        return reauthenticate_with_code(caller, form.sent_code, client=client())
    if form.password is not None:
        return reauthenticate(caller, form.password, client=client())
    return reauthenticate_with_factor(caller, factor_proof(form), client=client())


def _show(
    caller: Caller, next_address: str, *, by: By = "", done: str = "", refusal: Refusal | None = None
) -> Response:
    """The page with the proofs that this user has. Without any that will do, it leads to where a factor is added."""
    kinds = [kind for kind in kinds_of(caller.uuid) if kind != "passkey" or passkeys_offered()]
    if by and not kinds:
        return go_to("account/factors")
    return FRAME.show(
        "confirm.html",
        caller=caller,
        refusal=refusal,
        next=kept(next_address),
        forms_to=forms_to(next_address),
        by=by,
        done=done,
        sentence=sentence,
        kinds=kinds,
        by_password=not by and get_user(caller.uuid).has_password,
        by_code=not by and settings.login_by_code,
        scripts=True,
    )
