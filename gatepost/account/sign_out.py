"""POST /account/logout"""

from flask import Response

from gatepost.account.frame import account_room, is_on
from gatepost.caller import Caller
from gatepost.http.access import ENROLLING
from gatepost.http.acting_cookie import forget_acting, sent_acting
from gatepost.http.client import client
from gatepost.http.form import Form
from gatepost.http.present import present
from gatepost.http.session_cookie import forget_session
from gatepost.pages import go_to
from gatepost.sessions.end import log_out

room = account_room("sign out")


class Nothing(Form):
    """A form that is a button."""


@room.page("/account/logout", access=ENROLLING, limit="120/minute", form=Nothing, shown_if=is_on)
def sign_out(form: Nothing, caller: Caller) -> Response:
    log_out(caller, client=client())
    forget_session()
    if sent_acting(present()):
        forget_acting()
    return go_to("account/login?done=signed-out")
