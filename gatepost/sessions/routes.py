"""/user/refresh-token/, /user/session, /user/logout/, /user/sessions, /user/<uuid>/sessions"""

from datetime import timedelta
from typing import Literal

from pydantic import ConfigDict, Field

from gatepost import clock
from gatepost.api import (
    ENROLLING,
    ENROLLING_BY_TOKEN,
    RECENT,
    REFRESH_TOKEN,
    SIGNED_IN,
    Hot,
    HotRequest,
    Query,
    Room,
    ScopeNames,
    client,
    own_or,
)
from gatepost.caller import Caller, SessionCookie
from gatepost.errors import CrossSiteRequest, Forbidden, ReauthenticationRequired, SessionNotFound, UserNotFound
from gatepost.http.origins import check_reader
from gatepost.http.present import present
from gatepost.http.session_cookie import csrf_token, forget_session, remember_session, sent_session
from gatepost.sessions.answers import (
    AccessToken,
    EndedAnswer,
    OwnSession,
    OwnSessionData,
    SessionsAnswer,
    TokenPair,
)
from gatepost.sessions.end import log_out
from gatepost.sessions.list_sessions import read_sessions, rfc3339
from gatepost.sessions.refresh import LIVE, LiveSession, notes_use, refresh, rotate
from gatepost.sessions.renew import Renewed
from gatepost.sessions.revoke_sessions import revoke_session, revoke_sessions
from gatepost.users.answers import MessageAnswer, StatusAnswer
from gatepost.users.permissions import are_built_in

room = Room("sessions")


class Narrowing(Query):
    """A scope of which the session had more until now. Other parameters mean nothing."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    scope: ScopeNames | None = Field(None, description="names of scopes with blanks between")


def _signs_only(asked: HotRequest) -> bool:
    soon = clock.now() + timedelta(seconds=1)  # the exchange itself comes a little later
    found = [LiveSession(*row) for row in asked.rows]
    return not any(notes_use(session, soon) or not are_built_in(session.roles) for session in found)


@room.get(
    "/user/refresh-token/",
    access=REFRESH_TOKEN,
    limit="120/minute",
    answer=AccessToken,
    hot=Hot(LIVE, usual=_signs_only),
)
def refresh_access_token(refresh_token: str) -> AccessToken:
    """Get a new access token.

    Refused once the session's refresh token has been rotated by POST.
    """
    return refresh(refresh_token)


@room.post("/user/refresh-token/", access=REFRESH_TOKEN, limit="120/minute", query=Narrowing, answer=TokenPair)
def rotate_refresh_token(refresh_token: str, query: Narrowing) -> TokenPair:
    """Get a new access token and the next refresh token.

    With a scope, from then on the session and all its tokens may do no more than that: it can be made less, never more.
    The refresh token that was sent is used up. Sent again it gets the same successor, until that one is used. More than
    ten seconds after that it ends the session, for then somebody else may have it.
    """
    return rotate(refresh_token, scope=query.scope, client=client())


@room.get(
    "/user/session", access=ENROLLING.of_any_scope(), limit="600/minute", answer=OwnSession, refuses=(CrossSiteRequest,)
)
def get_session(caller: Caller) -> OwnSession:
    """Get the session of this request, and the CSRF token if it is in a cookie.

    A page asks for it when it is loaded.
    """
    own: OwnSessionData = {
        "uuid": caller.uuid,
        "authenticated_at": rfc3339(caller.authenticated_at),
        "enrolling": caller.enrolling,
    }
    if caller.scope is not None:
        own["scope"] = sorted(caller.scope)
    if caller.cookie_digest is not None:
        check_reader(present())
        own["csrf_token"] = csrf_token(sent_session(present()))
    return {"data": own, "message": "Success!", "status": 200}


@room.post("/user/logout/", access=ENROLLING.of_any_scope().or_acting(), limit="120/minute", answer=MessageAnswer)
@room.get("/user/logout/", access=ENROLLING_BY_TOKEN.of_any_scope(), limit="120/minute", answer=MessageAnswer)
def logout(caller: Caller) -> MessageAnswer:
    """Log out.

    The session's access and refresh tokens stop working at once, or its cookie, which only POST takes. Staff who act as
    a user end that.
    """
    log_out(caller, client=client())
    forget_cookie_of(caller)
    return {"message": f"User {caller.username} successfully logged out."}


@room.get("/user/sessions", access=SIGNED_IN.or_token("account:read"), limit="120/minute", answer=SessionsAnswer)
def get_own_sessions(caller: Caller) -> SessionsAnswer:
    """List your sessions, the latest used first.

    When a session was last used is noted at most every five minutes, by a refresh.
    """
    return _list(caller, caller.uuid)


@room.delete("/user/sessions", access=RECENT, limit="60/minute", answer=EndedAnswer)
def end_other_own_sessions(caller: Caller) -> EndedAnswer:
    """End all your sessions but this one."""
    return _end_all(caller, caller.uuid)


@room.delete(
    "/user/sessions/<id:session_id>",
    access=SIGNED_IN,
    limit="60/minute",
    answer=StatusAnswer,
    refuses=(SessionNotFound, ReauthenticationRequired),
)
def end_own_session(session_id: str, caller: Caller) -> StatusAnswer:
    """End one of your sessions.

    To end this one is to log out, and takes no recent log-in.
    """
    return _end_one(caller, caller.uuid, session_id)


@room.get(
    "/user/<uuid:uuid>/sessions",
    access=own_or("sessions:read").or_token("account:read", "sessions:read"),
    limit="120/minute",
    answer=SessionsAnswer,
    refuses=(UserNotFound, Forbidden),
)
def get_sessions(uuid: str, caller: Caller) -> SessionsAnswer:
    """List the sessions of a user: your own, or another's."""
    return _list(caller, uuid)


@room.delete(
    "/user/<uuid:uuid>/sessions",
    access=own_or("sessions:end", recent=True),
    limit="60/minute",
    answer=EndedAnswer,
    refuses=(UserNotFound, Forbidden),
)
def end_all_of_user(uuid: str, caller: Caller) -> EndedAnswer:
    """End all sessions of a user but this one: your own, or another's."""
    return _end_all(caller, uuid)


@room.delete(
    "/user/<uuid:uuid>/sessions/<id:session_id>",
    access=own_or("sessions:end"),
    limit="60/minute",
    answer=StatusAnswer,
    refuses=(UserNotFound, Forbidden, SessionNotFound, ReauthenticationRequired),
)
def end_session_of_user(uuid: str, session_id: str, caller: Caller) -> StatusAnswer:
    """End a session of a user: your own, or another's."""
    return _end_one(caller, uuid, session_id)


def show(cookie: SessionCookie) -> OwnSession:
    """Give the browser this cookie with the answer, and tell its page the CSRF token that goes with it."""
    remember_session(cookie)
    data: OwnSessionData = {
        "uuid": cookie.user_uuid,
        "authenticated_at": rfc3339(cookie.authenticated_at),
        "enrolling": cookie.enrolling,
        "csrf_token": csrf_token(cookie.value),
    }
    return {"data": data, "message": "Success!", "status": 200}


def show_renewed(renewed: Renewed) -> tuple[Literal["access_token", "csrf_token"], str]:
    """The member of an answer for a renewed session: its token, or the CSRF token of the cookie that it gives."""
    if isinstance(renewed, SessionCookie):
        return "csrf_token", show(renewed)["data"]["csrf_token"]
    return "access_token", renewed["access_token"]


def forget_cookie_of(caller: Caller) -> None:
    """Take the session cookie from the browser of *caller*, if they are known by one, because its session has ended."""
    if caller.cookie_digest is not None:
        forget_session()


def _list(caller: Caller, uuid: str) -> SessionsAnswer:
    return {"data": read_sessions(caller, uuid), "message": "Success!", "status": 200}


def _end_one(caller: Caller, uuid: str, session_id: str) -> StatusAnswer:
    revoke_session(caller, uuid, session_id, client=client())
    if session_id == caller.session_id:
        forget_cookie_of(caller)
    return {"message": "Session ended.", "status": 200}


def _end_all(caller: Caller, uuid: str) -> EndedAnswer:
    ended = revoke_sessions(caller, uuid, client=client())
    words = "1 session ended." if ended == 1 else f"{ended} sessions ended."
    return {"data": {"ended": ended}, "message": words, "status": 200}
