"""POST /admin/users/<uuid>/impersonate"""

from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from gatepost.api import Deed, Room, client, permits
from gatepost.caller import Caller
from gatepost.errors import AccountNotActive, Forbidden, UserNotFound
from gatepost.impersonation.begin import begin_impersonation
from gatepost.sessions.answers import Moment
from gatepost.sessions.list_sessions import rfc3339

room = Room("impersonation")


class ImpersonationAnswer(TypedDict):
    """An access token of the user with the claim `act`, and when it ends. There is no refresh token."""

    access_token: str
    expires_at: Moment


@room.post(
    "/admin/users/<uuid:uuid>/impersonate",
    access=permits("users:impersonate", recent=True),
    limit="10/minute",
    body=Deed,
    answer=ImpersonationAnswer,
    status=201,
    refuses=(UserNotFound, Forbidden, AccountNotActive),
)
def impersonate(uuid: str, body: Deed, caller: Caller) -> ImpersonationAnswer:
    """Act as a user, for a quarter of an hour at most: see what they see, here and in other services.

    Not as an administrator, not as a user who may do more than you, and not as yourself. The token has the claim `act`
    (RFC 8693) with your uuid. It changes nothing here, and ends with your own session, or by POST /user/logout/. The
    user sees the session in their list, and is told where GATEPOST_TELL_OF_IMPERSONATION is on.
    """
    token, ends_at = begin_impersonation(uuid, reason=body.reason, caller=caller, client=client())
    return {"access_token": token, "expires_at": rfc3339(ends_at)}
