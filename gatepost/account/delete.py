"""GET and POST /account/delete"""

from flask import Response

from gatepost.account.download import find_export
from gatepost.account.frame import FRAME, is_on, own_room
from gatepost.account.own import PER_MINUTE, show_own
from gatepost.accounts.delete_user import delete_user
from gatepost.caller import Caller
from gatepost.errors import InvalidInput, Reason, Refusal
from gatepost.http.access import RECENT
from gatepost.http.form import Form
from gatepost.sessions.routes import forget_cookie_of
from gatepost.text import trimmed

room = own_room("account deletion")


class Deletion(Form):
    """The username, which its owner types to show that this is meant."""

    username: str = ""


@room.page("/account/delete", access=RECENT, limit=PER_MINUTE, shown_if=is_on)
def ask_to_delete(caller: Caller) -> Response:
    return _show(caller)


@room.page("/account/delete", access=RECENT, limit="30/minute", form=Deletion, shown_if=is_on)
def delete(form: Deletion, caller: Caller) -> Response:
    try:
        if trimmed(form.username) != caller.username:
            raise InvalidInput({"username": [Reason("This is not your username.")]})
        delete_user(caller, caller.uuid)
    except Refusal as refusal:
        return _show(caller, refusal)
    forget_cookie_of(caller)
    return FRAME.show("deleted.html")


def _show(caller: Caller, refusal: Refusal | None = None) -> Response:
    return show_own("delete.html", caller, here="delete", refusal=refusal, export=find_export(caller))
