"""POST /admin/users/<uuid>/remove-factor, …/end-sessions, …/delete"""

from typing import Annotated

from pydantic import Field, StringConstraints

from gatepost.api import NOT_NULL, Deed, Room, client, permits
from gatepost.caller import Caller
from gatepost.errors import FactorNotFound, Forbidden, LastAdministrator, SessionNotFound, UserNotFound
from gatepost.removals.delete_helped import delete_helped
from gatepost.removals.end_sessions import end_sessions_of
from gatepost.removals.remove_factor import remove_factor
from gatepost.sessions.answers import EndedAnswer
from gatepost.users.answers import StatusAnswer

room = Room("removals")


class Removal(Deed):
    """Which factor, and why."""

    factor: Annotated[str, StringConstraints(pattern="^([0-9a-f]{32}|recovery_codes|all)$")] = Field(
        description="the id of an app or a passkey, from GET /admin/users/<uuid>; `recovery_codes`; or `all`"
    )


class Ending(Deed):
    """Which session, and why."""

    session: Annotated[str | None, StringConstraints(pattern="^[0-9a-f]{32}$"), NOT_NULL] = Field(
        None, description="its id, from GET /user/<uuid>/sessions; without it all"
    )


@room.post(
    "/admin/users/<uuid:uuid>/remove-factor",
    access=permits("factors:remove", recent=True),
    limit="30/minute",
    body=Removal,
    answer=StatusAnswer,
    refuses=(UserNotFound, Forbidden, FactorNotFound),
)
def remove_factor_of_user(uuid: str, body: Removal, caller: Caller) -> StatusAnswer:
    """Remove a second factor or a passkey that a user has lost, their recovery codes, or all of them.

    All their sessions end, no device is known any more, and they are told, with a link that undoes it.
    """
    remove_factor(uuid, factor=body.factor, reason=body.reason, caller=caller, client=client())
    return {"message": "Removed.", "status": 200}


@room.post(
    "/admin/users/<uuid:uuid>/end-sessions",
    access=permits("sessions:end", recent=True),
    limit="60/minute",
    body=Ending,
    answer=EndedAnswer,
    refuses=(UserNotFound, Forbidden, SessionNotFound),
)
def end_sessions_of_user(uuid: str, body: Ending, caller: Caller) -> EndedAnswer:
    """End one session of a user, or all of them. Personal access tokens stay."""
    ended = end_sessions_of(uuid, session_id=body.session, reason=body.reason, caller=caller, client=client())
    words = "1 session ended." if ended == 1 else f"{ended} sessions ended."
    return {"data": {"ended": ended}, "message": words, "status": 200}


@room.post(
    "/admin/users/<uuid:uuid>/delete",
    access=permits("users:write", recent=True),
    limit="30/minute",
    body=Deed,
    answer=StatusAnswer,
    refuses=(UserNotFound, Forbidden, LastAdministrator),
)
def delete_for_a_reason(uuid: str, body: Deed, caller: Caller) -> StatusAnswer:
    """Delete a user, and say why; not the last administrator."""
    delete_helped(uuid, reason=body.reason, caller=caller)
    return {"message": "User deleted.", "status": 200}
