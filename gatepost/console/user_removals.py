"""/admin/console/users/<uuid>/remove-factor, end-session, end-sessions, delete: what staff take away from a user"""

from typing import Any

from flask import Response
from pydantic import ValidationError

from gatepost.admin.see_user import see_user
from gatepost.caller import Caller
from gatepost.console.deeds import Reasoned, reason_of
from gatepost.console.frame import access_of, console_room
from gatepost.console.user_deed import user_deed
from gatepost.errors import InvalidInput, Reason
from gatepost.http.client import client
from gatepost.pages import go_to
from gatepost.pages.words import marked
from gatepost.removals import routes as removals
from gatepost.removals.delete_helped import delete_helped
from gatepost.removals.end_sessions import end_sessions_of
from gatepost.removals.remove_factor import remove_factor
from gatepost.sessions.list_sessions import read_sessions
from gatepost.users.models import User

room = console_room("user removals")


class WhichFactor(Reasoned):
    """The id of an app or a passkey, ``recovery_codes`` or ``all``."""

    factor: str = ""


class WhichSession(Reasoned):
    """The id of a session."""

    session: str = ""


def _factors(user: User, _caller: Caller) -> dict[str, Any]:
    seen = see_user(user.uuid)
    return {"factors": [*seen["factors"], *seen["passkeys"]], "codes": seen["recovery_codes"]}


@user_deed(
    room,
    "remove-factor",
    access=access_of(removals.room, removals.remove_factor_of_user),
    title=marked("Remove a factor"),
    explains=marked("All sessions end, and the user is told, with a link that undoes it."),
    form=WhichFactor,
    template="remove_factor.html",
    danger=True,
    fits=lambda user: bool(user["factors"] or user["passkeys"] or user["recovery_codes"]),
    sees="users:read",
    limit="30/minute",
    more=_factors,
)
def remove_factor_of_user(form: WhichFactor, caller: Caller, uuid: str) -> None:
    reason = reason_of(form)
    try:
        given = removals.Removal(factor=form.factor, reason=reason)
    except ValidationError:
        raise InvalidInput({"factor": [Reason("Choose one.")]}) from None
    remove_factor(uuid, factor=given.factor, reason=reason, caller=caller, client=client())


@user_deed(
    room,
    "end-session",
    access=access_of(removals.room, removals.end_sessions_of_user),
    title=marked("End one session"),
    explains=marked("The user is signed out on one device."),
    form=WhichSession,
    template="end_session.html",
    sees="sessions:read",
    more=lambda user, caller: {"sessions": read_sessions(caller, user.uuid)},
)
def end_session_of_user(form: WhichSession, caller: Caller, uuid: str) -> None:
    reason = reason_of(form)
    try:
        given = removals.Ending(session=form.session, reason=reason)
    except ValidationError:
        raise InvalidInput({"session": [Reason("Choose one.")]}) from None
    end_sessions_of(uuid, session_id=given.session, reason=reason, caller=caller, client=client())


@user_deed(
    room,
    "end-sessions",
    access=access_of(removals.room, removals.end_sessions_of_user),
    title=marked("End all sessions"),
    explains=marked("The user is signed out on all devices."),
    danger=True,
)
def end_sessions_of_user(form: Reasoned, caller: Caller, uuid: str) -> None:
    end_sessions_of(uuid, reason=reason_of(form), caller=caller, client=client())


@user_deed(
    room,
    "delete",
    access=access_of(removals.room, removals.delete_for_a_reason),
    title=marked("Delete the user"),
    explains=marked("The account and all that belongs to it is deleted at once. Nobody can undo that."),
    danger=True,
    limit="30/minute",
)
def delete_user(form: Reasoned, caller: Caller, uuid: str) -> Response:
    delete_helped(uuid, reason=reason_of(form), caller=caller)
    return go_to("admin/console/users?done=delete_user")
