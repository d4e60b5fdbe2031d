"""GET and POST /user/refresh-token/, GET and POST /user/logout/"""

from gatepost.caller import Caller
from gatepost.sessions.answers import AccessToken, TokenPair
from gatepost.sessions.end import log_out
from gatepost.sessions.refresh import refresh, rotate
from gatepost.users.answers import MessageAnswer
from gatepost.web import REFRESH_TOKEN, SIGNED_IN, Room

room = Room("sessions")


@room.get("/user/refresh-token/", access=REFRESH_TOKEN, limit="120/minute", answer=AccessToken)
def refresh_access_token(refresh_token: str) -> AccessToken:
    """Get a new access token.

    Refused once the session's refresh token has been rotated by POST.
    """
    return refresh(refresh_token)


@room.post("/user/refresh-token/", access=REFRESH_TOKEN, limit="120/minute", answer=TokenPair)
def rotate_refresh_token(refresh_token: str) -> TokenPair:
    """Get a new access token and the next refresh token.

    The refresh token that was sent is used up. Sent again within ten seconds it gets the same successor; later
    it ends the session, for then somebody else may have it.
    """
    return rotate(refresh_token)


@room.post("/user/logout/", access=SIGNED_IN, limit="120/minute", answer=MessageAnswer)
@room.get("/user/logout/", access=SIGNED_IN, limit="120/minute", answer=MessageAnswer)
def logout(caller: Caller) -> MessageAnswer:
    """Log out.

    The session's access and refresh tokens stop working at once.
    """
    log_out(caller)
    return {"message": f"User {caller.username} successfully logged out."}
