"""GET and POST /account/password, GET and POST /account/password/remove"""

from typing import Any

from flask import Response

from gatepost.account.frame import is_on, own_room
from gatepost.account.own import PER_MINUTE, Done, Nothing, as_body, prove_first, show_own
from gatepost.caller import Caller
from gatepost.errors import InvalidInput, Reason, ReauthenticationRequired, Refusal
from gatepost.http.access import RECENT, SIGNED_IN
from gatepost.http.client import client
from gatepost.http.device_cookie import remember_device
from gatepost.http.form import Form
from gatepost.pages import go_to
from gatepost.passkeys.manage_passkeys import list_passkeys
from gatepost.passwords.change_password import change_password, choose_password
from gatepost.passwords.policy import min_length_for
from gatepost.passwords.remove_password import remove_password
from gatepost.passwords.routes import PasswordChange
from gatepost.users.models import get_user
from gatepost.users.ways_in import is_reachable

room = own_room("account password")


class NewPassword(Form):
    """*old_password* is empty for somebody who has none."""

    old_password: str = ""
    new_password: str = ""
    again: str = ""


@room.page("/account/password", access=SIGNED_IN, limit=PER_MINUTE, query=Done, shown_if=is_on)
def show_form(query: Done, caller: Caller) -> Response:
    if not get_user(caller.uuid).has_password:
        prove_first(caller)
    return _show(caller, done=query.done)


@room.page("/account/password", access=SIGNED_IN, limit="10/minute", form=NewPassword, hashes=True, shown_if=is_on)
def change(form: NewPassword, caller: Caller) -> Response:
    given = form.model_dump(exclude={"again"})
    if not (had_one := get_user(caller.uuid).has_password):
        del given["old_password"]
    try:
        as_body(PasswordChange, **given)
        if form.again != form.new_password:
            raise InvalidInput({"again": [Reason("The two passwords differ.")]})
        device = (change_password if had_one else choose_password)(caller, caller.uuid, **given, client=client())
    except ReauthenticationRequired:
        raise
    except Refusal as refusal:
        return _show(caller, refusal=refusal)
    return _done("password", device)


@room.page("/account/password/remove", access=RECENT, limit=PER_MINUTE, shown_if=is_on)
def ask_to_remove(caller: Caller) -> Response:
    return show_own("password_remove.html", caller, here="password")


@room.page("/account/password/remove", access=RECENT, limit="10/minute", form=Nothing, shown_if=is_on)
def remove(form: Nothing, caller: Caller) -> Response:
    try:
        device = remove_password(caller, caller.uuid, client=client())
    except ReauthenticationRequired:
        raise
    except Refusal as refusal:
        return show_own("password_remove.html", caller, here="password", refusal=refusal)
    return _done("password-removed", device)


def _show(caller: Caller, *, done: str = "", refusal: Refusal | None = None) -> Response:
    user = get_user(caller.uuid)
    removable = user.has_password and bool(list_passkeys(caller)[0]) and is_reachable(user)
    shown: dict[str, Any] = {"least": min_length_for(user), "removable": removable}
    return show_own("password.html", caller, here="password", done=done, refusal=refusal, **shown)


def _done(what: str, device: str) -> Response:
    answer = go_to(f"account/password?done={what}")
    answer.headers.extend(remember_device(device))
    return answer
