"""/admin/console/roles: those that there are, one that is defined or changed, and one that is deleted."""

import re
from typing import Any

from flask import Response
from pydantic import ConfigDict

from gatepost.caller import Caller
from gatepost.console.deeds import deed
from gatepost.console.frame import access_of, console_room, is_on, show
from gatepost.errors import InvalidInput, Reason, RoleNotFound
from gatepost.http.client import client
from gatepost.http.form import Form
from gatepost.pages.words import marked
from gatepost.permissions import PERMISSIONS
from gatepost.roles import routes as roles
from gatepost.roles.define_role import define_role
from gatepost.roles.delete_role import delete_role
from gatepost.roles.list_roles import list_roles
from gatepost.users.roles import DESCRIPTION_MAX, ROLE_PATTERN

room = console_room("roles")
_HERE = "admin/console/roles"
_PUT = access_of(roles.room, roles.put_role)
_NAME, _UNPRINTABLE = re.compile(ROLE_PATTERN), re.compile("[\x00-\x1f\x7f]")


class Definition(Form):
    """Each permission that is ticked is a field of its name."""

    model_config = ConfigDict(extra="allow")

    name: str = ""
    description: str = ""


class Nothing(Form):
    """A form that is a button."""


@room.page("/admin/console/roles", access=access_of(roles.room, roles.get_roles), limit="120/minute", shown_if=is_on)
def show_roles(caller: Caller) -> Response:
    return show("roles.html", caller, roles=list_roles())


def _new(*, caller: Caller) -> dict[str, Any]:
    return {"permissions": PERMISSIONS, "role": None}


@deed(
    room,
    "/admin/console/roles/define",
    access=_PUT,
    title=marked("Define a role"),
    explains=marked("You can put in only permissions that you have yourself."),
    form=Definition,
    template="role.html",
    back=_HERE,
    load=_new,
)
def define(form: Definition, caller: Caller) -> None:
    _define(form.name, form, caller)


def _own(*, caller: Caller, role: str) -> dict[str, Any]:
    for each in list_roles():
        if each.name == role and not each.built_in:
            return {"permissions": PERMISSIONS, "role": each, "about": role}
    raise RoleNotFound


@deed(
    room,
    "/admin/console/roles/<name:role>/change",
    access=_PUT,
    title=marked("Change the role"),
    explains=marked("It holds at once for those who have it. You can give and take only what you may do yourself."),
    form=Definition,
    template="role.html",
    back=_HERE,
    load=_own,
)
def change(form: Definition, caller: Caller, role: str) -> None:
    _define(role, form, caller)


@deed(
    room,
    "/admin/console/roles/<name:role>/delete",
    access=access_of(roles.room, roles.remove_role),
    title=marked("Delete the role"),
    explains=marked("It can be deleted once nobody holds it."),
    form=Nothing,
    template="withdraw.html",
    back=_HERE,
    danger=True,
    load=_own,
)
def delete(form: Nothing, caller: Caller, role: str) -> None:
    delete_role(role, caller=caller, client=client())


def _define(name: str, form: Definition, caller: Caller) -> None:
    """Raises InvalidInput for what the endpoint does not take, and what the deed raises."""
    wrong = {}
    if not _NAME.fullmatch(name):
        wrong["name"] = [Reason("Use 1 to 20 small letters, digits and dashes, and begin with a letter.")]
    if not 0 < len(form.description) <= DESCRIPTION_MAX or _UNPRINTABLE.search(form.description):
        wrong["description"] = [Reason("Use 1 to 200 characters, in one line.")]
    if wrong:
        raise InvalidInput(wrong)
    ticked = [each for each in PERMISSIONS if each in (form.model_extra or {})]
    define_role(name, description=form.description, permissions=ticked, caller=caller, client=client())
