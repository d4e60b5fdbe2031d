"""/admin/roles, /admin/users/<uuid>/roles"""

from typing import Annotated

from pydantic import Field, StringConstraints
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from gatepost.api import NOT_NULL, Body, Reason, Room, client, permits
from gatepost.caller import Caller
from gatepost.errors import (
    BuiltInRole,
    Forbidden,
    LacksPermission,
    LastAdministrator,
    NotFound,
    RoleHeld,
    RoleNotFound,
    UserNotFound,
)
from gatepost.permissions import Permission
from gatepost.roles.define_role import define_role
from gatepost.roles.delete_role import delete_role
from gatepost.roles.list_roles import ListedRole, list_roles, read_roles_of
from gatepost.roles.set_roles import set_roles
from gatepost.users.answers import StatusAnswer
from gatepost.users.roles import DESCRIPTION_MAX, MOST_ROLES, ROLE_PATTERN
from gatepost.users.schemas import never_null

room = Room("roles")

RoleName = Annotated[str, StringConstraints(pattern=ROLE_PATTERN)]


class RoleDefinition(Body):
    """For readers what the role is for; and what it permits, which may be nothing."""

    description: Annotated[
        str, StringConstraints(min_length=1, max_length=DESCRIPTION_MAX, pattern=r"^[^\x00-\x1f\x7f]*$")
    ]
    permissions: list[Permission] = Field(max_length=50, description="names of permissions: docs/roles.md")


class RolesOfUser(Body):
    """All roles that the user holds from now on, and why."""

    roles: list[RoleName] = Field(
        max_length=MOST_ROLES, description="names of roles; `user` changes nothing, because everybody has it"
    )
    reason: Annotated[Reason | None, NOT_NULL] = Field(None, json_schema_extra=never_null({}))


class RoleData(TypedDict):
    """A role. One that is built in cannot be changed."""

    name: str
    description: str
    permissions: list[str]
    built_in: bool


class RoleAnswer(TypedDict):
    """One role."""

    data: RoleData
    message: str
    status: int


class RolesAnswer(TypedDict):
    """All roles."""

    data: list[RoleData]
    message: str
    status: int


class HeldRoles(TypedDict):
    """The names of the roles that a user was given; empty for most."""

    roles: list[str]


class HeldRolesAnswer(TypedDict):
    """The roles of a user."""

    data: HeldRoles
    message: str
    status: int


@room.get("/admin/roles", access=permits("roles:write").or_token("roles:write"), limit="120/minute", answer=RolesAnswer)
def get_roles() -> RolesAnswer:
    """List the roles: those that are built in, then your own by name."""
    return {"data": [_show(each) for each in list_roles()], "message": "Success!", "status": 200}


@room.put(
    "/admin/roles/<name:role>",
    access=permits("roles:write", recent=True),
    limit="60/minute",
    body=RoleDefinition,
    answer=RoleAnswer,
    refuses=(LacksPermission, NotFound, BuiltInRole),
)
def put_role(role: str, body: RoleDefinition, caller: Caller) -> RoleAnswer:
    """Define a role, or change it. It holds at once for those who have it.

    You can put in, and take out, only permissions that you have yourself.
    """
    defined = define_role(
        role, description=body.description, permissions=body.permissions, caller=caller, client=client()
    )
    return {"data": _show(defined), "message": "Success!", "status": 200}


@room.delete(
    "/admin/roles/<name:role>",
    access=permits("roles:write", recent=True),
    limit="60/minute",
    answer=StatusAnswer,
    refuses=(LacksPermission, RoleNotFound, BuiltInRole, RoleHeld),
)
def remove_role(role: str, caller: Caller) -> StatusAnswer:
    """Delete a role that nobody holds."""
    delete_role(role, caller=caller, client=client())
    return {"message": "The role was deleted.", "status": 200}


@room.get(
    "/admin/users/<uuid:uuid>/roles",
    access=permits("roles:write").or_token("roles:write"),
    limit="120/minute",
    answer=HeldRolesAnswer,
    refuses=(UserNotFound,),
)
def get_roles_of_user(uuid: str) -> HeldRolesAnswer:
    """List the roles of a user."""
    return _held(read_roles_of(uuid))


@room.put(
    "/admin/users/<uuid:uuid>/roles",
    access=permits("roles:write", recent=True),
    limit="60/minute",
    body=RolesOfUser,
    answer=HeldRolesAnswer,
    refuses=(UserNotFound, RoleNotFound, Forbidden, LacksPermission, LastAdministrator),
)
def put_roles_of_user(uuid: str, body: RolesOfUser, caller: Caller) -> HeldRolesAnswer:
    """Give a user these roles, and take all others from them. It holds at their next request.

    You can give and take only roles whose permissions you have yourself, and not those of a user who may do more than
    you. The last active administrator stays one. The user gets a notice.
    """
    return _held(set_roles(uuid, body.roles, reason=body.reason or "", caller=caller, client=client()))


def _held(names: list[str]) -> HeldRolesAnswer:
    return {"data": {"roles": names}, "message": "Success!", "status": 200}


def _show(role: ListedRole) -> RoleData:
    return {
        "name": role.name,
        "description": role.description,
        "permissions": role.permissions,
        "built_in": role.built_in,
    }
