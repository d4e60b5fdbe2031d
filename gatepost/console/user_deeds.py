"""/admin/console/users/<uuid>/…: deeds on a user. Another one is a function here, and a sentence in done.py."""

from datetime import datetime
from typing import Any, Literal

from pydantic import ConfigDict

from gatepost.admin import routes as admin
from gatepost.admin.begin_reset import begin_reset
from gatepost.admin.lift_waits import lift_waits
from gatepost.admin.suspend import suspend, unsuspend
from gatepost.caller import Caller
from gatepost.console.deeds import Reasoned, reason_of
from gatepost.console.frame import access_of, console_room
from gatepost.console.typed_moment import typed_moment
from gatepost.console.user_deed import user_deed
from gatepost.errors import InvalidInput, Reason
from gatepost.http.client import client
from gatepost.pages.words import marked
from gatepost.roles import routes as roles
from gatepost.roles.list_roles import list_roles
from gatepost.roles.set_roles import set_roles

room = console_room("user deeds")


class Suspension(Reasoned):
    """*until*: a time in UTC without its zone, as browsers send it; none: for ever."""

    until: str = ""


class Reset(Reasoned):
    channel: Literal["email", "sms"] | None = None


class HeldRoles(Reasoned):
    """Each role that is ticked is a field ``role:`` and its name."""

    model_config = ConfigDict(extra="allow")


@user_deed(
    room,
    "suspend",
    access=access_of(admin.room, admin.suspend_user),
    title=marked("Suspend"),
    explains=marked("All sessions end at once, and no log-in succeeds until the end that you give."),
    form=Suspension,
    template="suspend.html",
    danger=True,
)
def suspend_user(form: Suspension, caller: Caller, uuid: str) -> None:
    suspend(uuid, until=_moment(form.until), reason=reason_of(form), caller=caller, client=client())


@user_deed(
    room,
    "unsuspend",
    access=access_of(admin.room, admin.unsuspend_user),
    title=marked("End the suspension"),
    explains=marked("The user may log in again. Ended sessions stay ended."),
    fits=lambda user: user["status"] == "suspended",
)
def unsuspend_user(form: Reasoned, caller: Caller, uuid: str) -> None:
    unsuspend(uuid, reason=reason_of(form), caller=caller, client=client())


@user_deed(
    room,
    "lift-waits",
    access=access_of(admin.room, admin.lift_waits_of_user),
    title=marked("Lift waits"),
    explains=marked("Wrong passwords, codes and factors are forgotten, and a disabled password is right again."),
)
def lift_waits_of_user(form: Reasoned, caller: Caller, uuid: str) -> None:
    lift_waits(uuid, reason=reason_of(form), caller=caller, client=client())


@user_deed(
    room,
    "reset",
    access=access_of(admin.room, admin.begin_reset_of_user),
    title=marked("Begin a reset"),
    explains=marked("The user gets a code with which they choose a new password. You do not see the code."),
    form=Reset,
    template="reset.html",
    fits=lambda user: user["status"] == "active",
)
def begin_reset_of_user(form: Reset, caller: Caller, uuid: str) -> None:
    begin_reset(uuid, reason=reason_of(form), channel=form.channel, caller=caller, client=client())


@user_deed(
    room,
    "roles",
    access=access_of(roles.room, roles.put_roles_of_user),
    title=marked("Give and take roles"),
    explains=marked("The user holds the roles that are ticked, from their next request on."),
    form=HeldRoles,
    template="user_roles.html",
    own=True,
    more=lambda user, _caller: {"roles": _choices(), "held": user.roles.split()},
)
def give_roles(form: HeldRoles, caller: Caller, uuid: str) -> None:
    names = [name.removeprefix("role:") for name in form.model_extra or {} if name.startswith("role:")]
    set_roles(uuid, names, reason=reason_of(form), caller=caller, client=client())


def _choices() -> list[Any]:
    """The roles that can be given: everybody has the role ``user``."""
    return [role for role in list_roles() if role.name != "user"]


def _moment(text: str) -> datetime | None:
    """The end that was typed. Raises InvalidInput."""
    try:
        return typed_moment(text)
    except (ValueError, OverflowError):
        raise InvalidInput({"until": [Reason("Give a day and a time.")]}) from None
