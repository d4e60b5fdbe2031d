"""GET and POST /account/forgot and /account/reset"""

from flask import Response

from gatepost.account.frame import account_room, is_on, show_step
from gatepost.account.signed_in import with_next
from gatepost.account.steps import forget_step, read_step, remember_step
from gatepost.account.typed import Line, Next, Secret, identifier_of, proof_of, under_name
from gatepost.errors import Refusal
from gatepost.http.access import PUBLIC
from gatepost.http.client import client
from gatepost.http.limits import Limits
from gatepost.login.any_name import account_named_by
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.request_code import request_code
from gatepost.pages import go_to
from gatepost.passwords.reset_password import reset_password
from gatepost.settings import settings

room = account_room("forgot")


class Forgotten(Next):
    """*name* is a username, a mobile number or an e-mail address."""

    name: Line = ""


class Reset(Forgotten):
    """The code, or the whole link of the message; and the password from now on."""

    code: Secret = ""
    new_password: Secret = ""


@room.page("/account/forgot", access=PUBLIC, limit="60/minute", query=Next, shown_if=is_on)
def show_forgot(query: Next) -> Response:
    return show_step("forgot.html", next_address=query.next, done=query.done, name="")


@room.page(
    "/account/forgot",
    access=PUBLIC,
    limit=Limits(
        each="10/minute",
        account_of=lambda form: account_named_by(form.name),
        account_and_address="10/5 minutes",
        account="30/5 minutes",
    ),
    form=Forgotten,
    shown_if=is_on,
)
def forgot(form: Forgotten) -> Response:
    try:
        request_code(Purpose.RESET, identifier_of(form.name), client=client())
    except Refusal as refusal:
        return show_step("forgot.html", next_address=form.next, refusal=under_name(refusal), name=form.name)
    return remember_step(go_to(with_next("account/reset", form.next, done="sent")), "reset", name=form.name)


@room.page("/account/reset", access=PUBLIC, limit="60/minute", query=Next, shown_if=is_on)
def show_reset(query: Next) -> Response:
    name = read_step("reset").get("name", "")
    return _show(Reset(name=name, next=query.next, done=query.done), is_known=bool(name))


@room.page(
    "/account/reset",
    access=PUBLIC,
    limit=Limits(
        each="30/minute",
        account_of=lambda form: account_named_by(form.name),
        account_and_address="20/5 minutes",
        account="60/5 minutes",
    ),
    form=Reset,
    hashes=True,
    shown_if=is_on,
)
def reset(form: Reset) -> Response:
    try:
        reset_password(proof_of(form.name, form.code), form.new_password, client=client())
    except Refusal as refusal:
        return _show(form, is_known=bool(read_step("reset")), refusal=under_name(refusal))
    return forget_step(go_to(with_next("account/login", form.next, done="reset")), "reset")


def _show(form: Reset, *, is_known: bool, refusal: Refusal | None = None) -> Response:
    """*is_known*: the browser carries the name, so the page need not ask for it."""
    told = {"name": form.name, "is_known": is_known, "least": settings.password_min_length}
    return show_step("reset.html", next_address=form.next, done=form.done, refusal=refusal, **told)
