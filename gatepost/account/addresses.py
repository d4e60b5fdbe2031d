"""GET /account/addresses, GET and POST /account/addresses/<kind>, POST /account/addresses/email/remove"""

from typing import Any

from flask import Response

from gatepost.account.frame import is_on, own_room
from gatepost.account.own import PER_MINUTE, Done, Nothing, as_body, prove_first, show_own
from gatepost.accounts.routes import Changes
from gatepost.accounts.update_user import update_user
from gatepost.caller import Caller
from gatepost.contacts.address import KINDS, Kind
from gatepost.contacts.store import pending_of
from gatepost.errors import NotFound, ReauthenticationRequired, Refusal
from gatepost.http.access import RECENT, SIGNED_IN
from gatepost.http.client import client
from gatepost.http.form import Form
from gatepost.pages import go_to
from gatepost.settings import settings
from gatepost.users.models import get_user

room = own_room("account addresses")


class OfKind(Form):
    """The text typed about an address, in the field of its kind, under which a refusal tells the reason."""

    mobile: str = ""
    email: str = ""

    def of(self, kind: Kind) -> str:
        return self.mobile if kind == "mobile" else self.email


@room.page("/account/addresses", access=SIGNED_IN, limit=PER_MINUTE, query=Done, shown_if=is_on)
def show_addresses(query: Done, caller: Caller) -> Response:
    pending, days = pending_of(caller.uuid), max(1, settings.undo_lifetime.days)
    return show_own("addresses.html", caller, here="addresses", done=query.done, pending=pending, days=days)


@room.page("/account/addresses/<name:kind>", access=RECENT, limit=PER_MINUTE, shown_if=is_on)
def show_form(kind: str, caller: Caller) -> Response:
    user, known = prove_first(caller), kind_of(kind)
    return _show(caller, known, user.written(known) or "")


@room.page("/account/addresses/<name:kind>", access=SIGNED_IN, limit="60/minute", form=OfKind, shown_if=is_on)
def change_address(kind: str, form: OfKind, caller: Caller) -> Response:
    known = kind_of(kind)
    typed = form.of(known)
    try:
        as_body(Changes, **{known: typed})
        update_user(caller, caller.uuid, {known: typed}, client=client())
    except ReauthenticationRequired:
        raise
    except Refusal as refusal:
        return _show(caller, known, typed, refusal)
    if known in pending_of(caller.uuid):
        return go_to(f"account/addresses/{known}/code?done=code-sent")
    return go_to("account/addresses?done=address")


@room.page("/account/addresses/email/remove", access=RECENT, limit=PER_MINUTE, shown_if=is_on)
def ask_to_remove(caller: Caller) -> Response:
    prove_first(caller)
    return show_own("email_remove.html", caller, here="addresses")


@room.page("/account/addresses/email/remove", access=SIGNED_IN, limit="60/minute", form=Nothing, shown_if=is_on)
def remove_email(form: Nothing, caller: Caller) -> Response:
    try:
        update_user(caller, caller.uuid, {"email": None}, client=client())
    except ReauthenticationRequired:
        raise
    except Refusal as refusal:
        return show_own("email_remove.html", caller, here="addresses", refusal=refusal)
    return go_to("account/addresses?done=address-removed")


def kind_of(kind: str) -> Kind:
    """The kind of this name. Raises NotFound."""
    for known in KINDS:
        if known == kind:
            return known
    raise NotFound


def _show(caller: Caller, kind: Kind, typed: str, refusal: Refusal | None = None) -> Response:
    has_one = get_user(caller.uuid).written(kind) is not None
    shown: dict[str, Any] = {"kind": kind, "typed": typed, "has_one": has_one, "proof": settings.change_proof}
    return show_own("address.html", caller, here="addresses", refusal=refusal, **shown)
