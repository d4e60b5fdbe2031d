"""/user/refresh-token/, /user/logout/, /user/sessions, /user/<uuid>/sessions"""

from datetime import timedelta

from gatepost import clock
from gatepost.api import ENROLLING, RECENT, REFRESH_TOKEN, SIGNED_IN, Hot, HotRequest, Room, client
from gatepost.caller import Caller
from gatepost.errors import Forbidden, ReauthenticationRequired, SessionNotFound, UserNotFound
from gatepost.sessions.answers import AccessToken, EndedAnswer, SessionsAnswer, TokenPair
from gatepost.sessions.end import log_out
from gatepost.sessions.list_sessions import read_sessions
from gatepost.sessions.refresh import LIVE, LiveSession, notes_use, refresh, rotate
from gatepost.sessions.revoke_sessions import revoke_session, revoke_sessions
from gatepost.users.answers import MessageAnswer, StatusAnswer

room = Room("sessions")


def _signs_only(asked: HotRequest) -> bool:
    soon = clock.now() + timedelta(seconds=1)  # the exchange itself comes a little later
    return not any(notes_use(LiveSession(*row), soon) for row in asked.rows)


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


@room.post("/user/refresh-token/", access=REFRESH_TOKEN, limit="120/minute", answer=TokenPair)
def rotate_refresh_token(refresh_token: str) -> TokenPair:
    """Get a new access token and the next refresh token.

    The refresh token that was sent is used up. Sent again it gets the same successor, until that one is used. More than
    ten seconds after that it ends the session, for then somebody else may have it.
    """
    return rotate(refresh_token, client=client())


@room.post("/user/logout/", access=ENROLLING, limit="120/minute", answer=MessageAnswer)
@room.get("/user/logout/", access=ENROLLING, limit="120/minute", answer=MessageAnswer)
def logout(caller: Caller) -> MessageAnswer:
    """Log out.

    The session's access and refresh tokens stop working at once.
    """
    log_out(caller, client=client())
    return {"message": f"User {caller.username} successfully logged out."}


@room.get("/user/sessions", access=SIGNED_IN, limit="120/minute", answer=SessionsAnswer)
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
    access=SIGNED_IN,
    limit="120/minute",
    answer=SessionsAnswer,
    refuses=(UserNotFound, Forbidden),
)
def get_sessions(uuid: str, caller: Caller) -> SessionsAnswer:
    """List the sessions of a user: your own, or anyone's as an administrator."""
    return _list(caller, uuid)


@room.delete(
    "/user/<uuid:uuid>/sessions",
    access=RECENT,
    limit="60/minute",
    answer=EndedAnswer,
    refuses=(UserNotFound, Forbidden),
)
def end_all_of_user(uuid: str, caller: Caller) -> EndedAnswer:
    """End all sessions of a user but this one: your own, or anyone's as an administrator."""
    return _end_all(caller, uuid)


@room.delete(
    "/user/<uuid:uuid>/sessions/<id:session_id>",
    access=SIGNED_IN,
    limit="60/minute",
    answer=StatusAnswer,
    refuses=(UserNotFound, Forbidden, SessionNotFound, ReauthenticationRequired),
)
def end_session_of_user(uuid: str, session_id: str, caller: Caller) -> StatusAnswer:
    """End a session of a user: your own, or anyone's as an administrator."""
    return _end_one(caller, uuid, session_id)


def _list(caller: Caller, uuid: str) -> SessionsAnswer:
    return {"data": read_sessions(caller, uuid), "message": "Success!", "status": 200}


def _end_one(caller: Caller, uuid: str, session_id: str) -> StatusAnswer:
    revoke_session(caller, uuid, session_id, client=client())
    return {"message": "Session ended.", "status": 200}


def _end_all(caller: Caller, uuid: str) -> EndedAnswer:
    ended = revoke_sessions(caller, uuid, client=client())
    words = "1 session ended." if ended == 1 else f"{ended} sessions ended."
    return {"data": {"ended": ended}, "message": words, "status": 200}
