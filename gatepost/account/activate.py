"""GET and POST /account/activate"""

from flask import Response

from gatepost.account.frame import account_room, is_on, show_step
from gatepost.account.signed_in import with_next
from gatepost.account.steps import forget_step, read_step, remember_step
from gatepost.account.typed import Line, Next, Secret, proof_of, under_name
from gatepost.errors import Refusal
from gatepost.http.access import PUBLIC
from gatepost.http.client import client
from gatepost.http.limits import Limits
from gatepost.login.any_name import account_named_by
from gatepost.one_time_codes.identifier import Identifier, parse_contact
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.redeem_for_user import Link
from gatepost.one_time_codes.request_code import request_code
from gatepost.pages import go_to
from gatepost.registration.activate import activate, activate_by_code, activate_by_link
from gatepost.settings import settings
from gatepost.users.identifiers import username_forms
from gatepost.users.models import User

room = account_room("activate")


class Activation(Next):
    """*name* is the mobile number or e-mail address.

    *again* asks for a *code*, which may also be the link of the message. Where ACTIVATION is mobile, none is needed.
    """

    name: Line = ""
    code: Secret | None = None
    again: str = ""


@room.page("/account/activate", access=PUBLIC, limit="60/minute", query=Next, shown_if=is_on)
def show_activate(query: Next) -> Response:
    name = read_step("activation").get("name", "")
    return _show(Activation(name=name, next=query.next, done=query.done))


@room.page(
    "/account/activate",
    access=PUBLIC,
    limit=Limits(
        each="30/minute",
        account_of=lambda form: account_named_by(form.name),
        account_and_address="20/5 minutes",
        account="60/5 minutes",
    ),
    form=Activation,
    shown_if=is_on,
)
def activate_on_page(form: Activation) -> Response:
    try:
        user = _activate(form)
    except Refusal as refusal:
        return _show(form, under_name(refusal))
    if user is None:
        answer = go_to(with_next("account/activate", form.next, done="sent"))
        return remember_step(answer, "activation", name=form.name, username=_username(form) or "")
    if user.has_password:
        answer = go_to(with_next("account/login", form.next, done="activated"))
    else:
        answer = go_to(with_next("account/forgot", form.next, done="activated-without-password"))
    return forget_step(answer, "activation")


def _activate(form: Activation) -> User | None:
    """The user whose account is active now; None if a code is on its way instead."""
    if settings.activation == "code" and form.code is not None and not form.again:
        proof = proof_of(form.name, form.code)
        if isinstance(proof, Link):
            return activate_by_link(proof.token, client=client())
        return activate_by_code(_address(form), proof.code, username=_username(form), client=client())
    if settings.activation == "code":
        request_code(Purpose.ACTIVATION, _address(form), client=client(), username=_username(form))
        return None
    return activate(_address(form), username=_username(form), client=client())


def _address(form: Activation) -> Identifier:
    return parse_contact(email=form.name) if "@" in form.name else parse_contact(mobile=form.name)


def _username(form: Activation) -> str | None:
    """The account that was registered in this browser with this address, where several wait for it."""
    carried = read_step("activation")
    known = carried.get("username") if carried.get("name") == form.name else None
    return username_forms(known)[0] if known else None


def _show(form: Activation, refusal: Refusal | None = None) -> Response:
    by_code = settings.activation == "code"
    given = {"name": form.name, "by_code": by_code, "refusal": refusal}
    return show_step("activate.html", next_address=form.next, done=form.done, **given)
