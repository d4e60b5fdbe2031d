"""GET and POST /account/register, and the same below it by an invitation"""

from typing import Any

from flask import Response

from gatepost.account.frame import account_room, is_on, show_step
from gatepost.account.signed_in import known_from_now_on, with_next
from gatepost.account.steps import remember_step
from gatepost.account.typed import Line, Next, Secret, token_of
from gatepost.errors import Refusal
from gatepost.fields.declared import Fields, writable
from gatepost.fields.form import inputs, typed_values
from gatepost.http.access import PUBLIC
from gatepost.http.client import client
from gatepost.http.form import read_form
from gatepost.http.limits import Limits
from gatepost.one_time_codes.limit_keys import named_address
from gatepost.pages import go_to
from gatepost.registration.register import register, register_privately
from gatepost.registration.register_invited import check_sign_up, register_invited
from gatepost.settings import settings
from gatepost.tokens.device_token import issue_device_token

room = account_room("register")


class Registration(Next):
    """A request for an account, by a mobile number, an e-mail address or both."""

    username: Line = ""
    mobile: Line | None = None
    email: Line | None = None
    password: Secret = ""


class InvitedRegistration(Next):
    """The same by the link of an invitation, or its token."""

    invitation: Secret = ""
    username: Line = ""
    password: Secret = ""


@room.page("/account/register", access=PUBLIC, limit="60/minute", query=Next, shown_if=is_on)
def show_register(query: Next) -> Response:
    """By an invitation where there is no other way."""
    if settings.sign_up == "invited":
        return go_to(with_next("account/register/invited", query.next))
    return _show(Registration(next=query.next))


@room.page(
    "/account/register",
    access=PUBLIC,
    limit=Limits(
        each="30/minute", account_of=named_address, account_and_address="10/5 minutes", account="30/5 minutes"
    ),
    form=Registration,
    hashes=True,
    shown_if=is_on,
)
def register_on_page(form: Registration) -> Response:
    given = {**form.model_dump(exclude={"next", "done"}), "locale": None, "fields": _typed_fields()}
    try:
        check_sign_up(invited=False)
        if settings.registration_answer == "private":
            uuid, done = register_privately(**given, client=client()), "sent"
        else:
            uuid = register(**given, client=client()).uuid
            done = "registered" if settings.activation == "code" else "waits"
    except Refusal as refusal:
        return _show(form, refusal)
    answer = go_to(with_next("account/activate", form.next, done=done))
    remember_step(answer, "activation", name=form.mobile or form.email or "", username=form.username)
    return _known(answer, uuid)


@room.page("/account/register/invited", access=PUBLIC, limit="60/minute", query=Next, shown_if=is_on)
def show_invited(query: Next) -> Response:
    return _show_invited(InvitedRegistration(next=query.next))


@room.page(
    "/account/register/invited", access=PUBLIC, limit="10/minute", form=InvitedRegistration, hashes=True, shown_if=is_on
)
def register_guest(form: InvitedRegistration) -> Response:
    try:
        check_sign_up(invited=True)
        token, given = token_of(form.invitation), {"username": form.username, "password": form.password}
        user = register_invited(token=token, locale=None, fields=_typed_fields(), client=client(), **given)
    except Refusal as refusal:
        return _show_invited(form, refusal)
    return _known(go_to(with_next("account/login", form.next, done="activated")), user.uuid)


def _required() -> Fields:
    """The fields that a registration asks for. The others are on the page of the account's details."""
    return {name: field for name, field in writable(frozenset({"user"})).items() if field.required}


def _typed_fields() -> dict[str, Any]:
    return {name: value for name, value in typed_values(_required(), read_form()).items() if value is not None}


def _known(answer: Response, user_uuid: str) -> Response:
    """A link that is followed on the device that registered is known by this."""
    if settings.activation != "code":
        return answer
    return known_from_now_on(answer, issue_device_token(client().device, user_uuid=user_uuid, version=1))


def _show(form: Registration, refusal: Refusal | None = None) -> Response:
    typed = {"username": form.username, "mobile": form.mobile or "", "email": form.email or ""}
    return show_step("register.html", next_address=form.next, refusal=refusal, **typed, **_rules(refusal))


def _show_invited(form: InvitedRegistration, refusal: Refusal | None = None) -> Response:
    return show_step("invited.html", next_address=form.next, refusal=refusal, username=form.username, **_rules(refusal))


def _rules(refusal: Refusal | None) -> dict[str, Any]:
    """The values that both forms show besides: the rules, and the inputs of required fields, as they were typed."""
    asked = inputs(_required(), typed=None if refusal is None else read_form())
    return {"least": settings.password_min_length, "sign_up": settings.sign_up, "inputs": asked}
