"""GET /account/passkeys, and pages to add, rename and remove a passkey. A script adds: own-passkeys.js."""

from typing import Any

from flask import Response

from gatepost.account.frame import is_on, own_room
from gatepost.account.own import PER_MINUTE, Done, Nothing, as_body, prove_first, show_own, with_moments
from gatepost.caller import Caller
from gatepost.errors import PasskeyNotFound, ReauthenticationRequired, Refusal
from gatepost.http.access import RECENT, RECENT_ENROLLING, SIGNED_IN
from gatepost.http.client import client
from gatepost.http.device_cookie import remember_device
from gatepost.http.form import Form
from gatepost.pages import go_to
from gatepost.passkeys.manage_passkeys import list_passkeys, remove_passkey, rename_passkey
from gatepost.passkeys.relying_party import relying_party
from gatepost.passkeys.routes import PasskeyName

room = own_room("account passkeys")


class Named(Form):
    name: str = ""


@room.page("/account/passkeys", access=SIGNED_IN, limit=PER_MINUTE, query=Done, shown_if=is_on)
def show_passkeys(query: Done, caller: Caller) -> Response:
    found, signals = list_passkeys(caller)
    shown: dict[str, Any] = {"passkeys": [with_moments(each) for each in found], "signals": signals}
    return show_own("passkeys.html", caller, here="passkeys", done=query.done, scripts=True, **shown)


@room.page("/account/passkeys/add", access=RECENT_ENROLLING, limit=PER_MINUTE, shown_if=is_on)
def show_adding(caller: Caller) -> Response:
    prove_first(caller)
    relying_party()  # raises NotOffered
    return show_own("passkey_add.html", caller, here="passkeys", scripts=True)


@room.page("/account/passkeys/<id:passkey_id>/name", access=SIGNED_IN, limit=PER_MINUTE, shown_if=is_on)
def ask_for_name(passkey_id: str, caller: Caller) -> Response:
    passkey = _get(caller, passkey_id)
    return show_own("passkey_name.html", caller, here="passkeys", passkey=passkey, name=passkey["name"])


@room.page("/account/passkeys/<id:passkey_id>/name", access=SIGNED_IN, limit="60/minute", form=Named, shown_if=is_on)
def rename(passkey_id: str, form: Named, caller: Caller) -> Response:
    try:
        rename_passkey(caller, passkey_id, as_body(PasskeyName, name=form.name).name)
    except Refusal as refusal:
        shown: dict[str, Any] = {"passkey": _get(caller, passkey_id), "name": form.name}
        return show_own("passkey_name.html", caller, here="passkeys", refusal=refusal, **shown)
    return go_to("account/passkeys?done=renamed")


@room.page("/account/passkeys/<id:passkey_id>/remove", access=RECENT, limit=PER_MINUTE, shown_if=is_on)
def ask_to_remove(passkey_id: str, caller: Caller) -> Response:
    prove_first(caller)
    return show_own("passkey_remove.html", caller, here="passkeys", passkey=_get(caller, passkey_id))


@room.page("/account/passkeys/<id:passkey_id>/remove", access=RECENT, limit="60/minute", form=Nothing, shown_if=is_on)
def remove(passkey_id: str, form: Nothing, caller: Caller) -> Response:
    try:
        _, device = remove_passkey(caller, passkey_id, client=client())
    except ReauthenticationRequired:
        raise
    except Refusal as refusal:
        shown: dict[str, Any] = {"passkey": _get(caller, passkey_id)}
        return show_own("passkey_remove.html", caller, here="passkeys", refusal=refusal, **shown)
    answer = go_to("account/passkeys?done=passkey-removed")
    answer.headers.extend(remember_device(device))
    return answer


def _get(caller: Caller, passkey_id: str) -> dict[str, Any]:
    found = next((each for each in list_passkeys(caller)[0] if each["id"] == passkey_id), None)
    if found is None:
        raise PasskeyNotFound
    return with_moments(found)
