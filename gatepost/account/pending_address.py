"""GET and POST /account/addresses/<kind>/code, POST /account/addresses/<kind>/cancel: a new address that waits."""

from flask import Response

from gatepost.account.addresses import OfKind, kind_of
from gatepost.account.frame import is_on, own_room
from gatepost.account.own import PER_MINUTE, Done, Nothing, as_body, show_own
from gatepost.caller import Caller
from gatepost.contact_changes.pending_change import cancel_change, verify_change_by_code
from gatepost.contact_changes.routes import CodeOfAddress
from gatepost.contacts.address import Kind
from gatepost.contacts.store import find_pending
from gatepost.errors import Refusal
from gatepost.http.access import SIGNED_IN
from gatepost.http.client import client
from gatepost.pages import go_to

room = own_room("account pending address")


@room.page("/account/addresses/<name:kind>/code", access=SIGNED_IN, limit=PER_MINUTE, query=Done, shown_if=is_on)
def show_code_form(kind: str, query: Done, caller: Caller) -> Response:
    return _show(caller, kind_of(kind), done=query.done)


@room.page("/account/addresses/<name:kind>/code", access=SIGNED_IN, limit="30/minute", form=OfKind, shown_if=is_on)
def verify_code(kind: str, form: OfKind, caller: Caller) -> Response:
    known = kind_of(kind)
    code = "".join(form.of(known).split())
    try:
        as_body(CodeOfAddress, **{known: code})
        verify_change_by_code(caller, caller.uuid, known, code, client=client())
    except Refusal as refusal:
        return _show(caller, known, refusal=refusal)
    return go_to("account/addresses?done=address")


@room.page("/account/addresses/<name:kind>/cancel", access=SIGNED_IN, limit="30/minute", form=Nothing, shown_if=is_on)
def cancel(kind: str, form: Nothing, caller: Caller) -> Response:
    cancel_change(caller, caller.uuid, kind_of(kind), client=client())
    return go_to("account/addresses?done=address-cancelled")


def _show(caller: Caller, kind: Kind, *, done: str = "", refusal: Refusal | None = None) -> Response:
    waiting = find_pending(caller.uuid, kind)
    if waiting is None and refusal is None:
        return go_to("account/addresses")
    value = "" if waiting is None else waiting.value
    return show_own("address_code.html", caller, here="addresses", done=done, refusal=refusal, kind=kind, value=value)
