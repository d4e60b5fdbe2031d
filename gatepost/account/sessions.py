"""GET /account/sessions, POST /account/sessions/<id>/end, POST /account/sessions/end-others"""

from flask import Response

from gatepost.account.frame import is_on, own_room
from gatepost.account.own import PER_MINUTE, Done, Nothing, show_own, with_moments
from gatepost.caller import Caller
from gatepost.http.access import RECENT, SIGNED_IN
from gatepost.http.client import client
from gatepost.pages import go_to
from gatepost.sessions.list_sessions import read_sessions
from gatepost.sessions.revoke_sessions import revoke_session, revoke_sessions
from gatepost.sessions.routes import forget_cookie_of

room = own_room("account sessions")


@room.page("/account/sessions", access=SIGNED_IN, limit=PER_MINUTE, query=Done, shown_if=is_on)
def show_sessions(query: Done, caller: Caller) -> Response:
    found = sorted(map(with_moments, read_sessions(caller, caller.uuid)), key=lambda each: not each["current"])
    return show_own("sessions.html", caller, here="sessions", done=query.done, sessions=found)


@room.page("/account/sessions/<id:session_id>/end", access=SIGNED_IN, limit="60/minute", form=Nothing, shown_if=is_on)
def end_one(session_id: str, form: Nothing, caller: Caller) -> Response:
    """To end the present session is to sign out."""
    revoke_session(caller, caller.uuid, session_id, client=client())
    if session_id != caller.session_id:
        return go_to("account/sessions?done=session-ended")
    forget_cookie_of(caller)
    return go_to("account/login?done=signed-out")


@room.page("/account/sessions/end-others", access=RECENT, limit="60/minute", form=Nothing, shown_if=is_on)
def end_others(form: Nothing, caller: Caller) -> Response:
    revoke_sessions(caller, caller.uuid, client=client())
    return go_to("account/sessions?done=sessions-ended")
