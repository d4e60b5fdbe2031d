"""GET and POST /account/login/code: ask for a code, then type it"""

from flask import Response

from gatepost.account.frame import account_room, is_on, show_step
from gatepost.account.signed_in import answer_outcome, with_next
from gatepost.account.steps import forget_step, read_step, remember_step
from gatepost.account.typed import Line, Next, Secret, identifier_of, proof_of, under_name
from gatepost.errors import Refusal
from gatepost.http.access import PUBLIC
from gatepost.http.client import client
from gatepost.http.cookie_credential import client_at_log_in
from gatepost.http.limits import Limits
from gatepost.login.any_name import account_named_by
from gatepost.login.code import log_in_with_code, send_login_code
from gatepost.pages import go_to

room = account_room("sign in by a code")


class CodeSignIn(Next):
    """*name* alone asks for a code; *code* is that code, or the whole link of the message."""

    name: Line = ""
    code: Secret | None = None


@room.page("/account/login/code", access=PUBLIC, limit="60/minute", query=Next, shown_if=is_on)
def show_code(query: Next) -> Response:
    return _show(query, name=read_step("code").get("name", ""))


@room.page(
    "/account/login/code",
    access=PUBLIC,
    limit=Limits(
        each="30/minute",
        account_of=lambda form: account_named_by(form.name),
        account_and_address="20/5 minutes",
        account="60/5 minutes",
    ),
    form=CodeSignIn,
    shown_if=is_on,
)
def sign_in_by_code(form: CodeSignIn) -> Response:
    try:
        if form.code is None:
            send_login_code(identifier_of(form.name), client=client())
            return remember_step(go_to(with_next("account/login/code", form.next, done="sent")), "code", name=form.name)
        known = client_at_log_in("cookie")
        outcome = log_in_with_code(proof_of(form.name, form.code), client=known)
    except Refusal as refusal:
        return _show(form, name=form.name, asked=form.code is not None, refusal=under_name(refusal))
    return forget_step(answer_outcome(outcome, form.next), "code")


def _show(given: Next, *, name: str, asked: bool | None = None, refusal: Refusal | None = None) -> Response:
    """*asked*: a code was asked for, so the page takes it."""
    is_asked = bool(name) if asked is None else asked
    return show_step("code.html", next_address=given.next, done=given.done, name=name, asked=is_asked, refusal=refusal)
