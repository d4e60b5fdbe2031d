"""POST /account/acting/end: staff who act as a user end that. Their own session goes on."""

from flask import Response

from gatepost.account.frame import is_on, own_room
from gatepost.account.own import Nothing
from gatepost.caller import Caller
from gatepost.http.access import SIGNED_IN
from gatepost.http.acting_cookie import forget_acting
from gatepost.http.client import client
from gatepost.pages import go_to
from gatepost.sessions.end import log_out
from gatepost.settings import settings

room = own_room("account acting")


@room.page("/account/acting/end", access=SIGNED_IN.or_acting(), limit="60/minute", form=Nothing, shown_if=is_on)
def end(form: Nothing, caller: Caller) -> Response:
    if caller.actor is None:
        return go_to("account")
    log_out(caller, client=client())
    forget_acting()
    return go_to(f"admin/console/users/{caller.uuid}?done=end" if settings.console else "account")
