"""The permissions of users. Those of built-in roles are in the code; those of own roles are read when they are needed.

So a change of a role holds at once, and a user without a role costs no statement.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from gatepost.caller import Caller
from gatepost.database import db, read_all
from gatepost.fields.show import claims_of
from gatepost.narrowing import Asked
from gatepost.permissions import ACCOUNT_SCOPES, BUILT_IN, PERMISSIONS, SERVICES, Permission
from gatepost.settings import current_settings
from gatepost.tokens.access_token import Granted
from gatepost.users.models import User
from gatepost.users.roles import Role


def are_built_in(roles: str) -> bool:
    """Whether the code alone knows what these roles may; otherwise the database is asked."""
    return all(name in BUILT_IN for name in roles.split())


def permissions_of(roles: str, *, committed: bool = True) -> frozenset[str]:
    """The permissions of these roles, whose names have blanks between.

    Own roles are read as they were committed; otherwise in the present transaction. A permission that the catalogue
    does not have any more is none.
    """
    names = roles.split()
    found = frozenset[str]().union(*(BUILT_IN[name] for name in names if name in BUILT_IN))
    if own := [name for name in names if name not in BUILT_IN]:
        statement = select(Role.permissions).where(Role.name.in_(own))
        rows = read_all(statement) if committed else db.session.connection().execute(statement).all()
        found |= {each for (text,) in rows for each in text.split() if each in PERMISSIONS}
    return found


def has_permission(caller: Caller, permission: Permission) -> bool:
    """Whether a role of *caller* gives the *permission*, and the scope, if there is one, does not leave it out."""
    return bool(caller.roles) and permission in rights_of(caller)


def rights_of(caller: Caller) -> frozenset[str]:
    """The permissions that *caller* has at this moment, of which those in the scope count, if there is one."""
    held = permissions_of(caller.roles)
    return held if caller.scope is None else held & caller.scope


def has_power_over(caller: Caller, user: User) -> bool:
    """Whether *caller* may act on another *user*, given the permission for the deed.

    Nobody may who lacks something that the other may do: otherwise they would take the account over, and with it its
    rights. So only administrators act on administrators.
    """
    if not user.roles:
        return True
    if user.is_admin and not caller.is_admin:
        return False
    return permissions_of(user.roles) <= rights_of(caller)


def scope_in_force(scope: Collection[str], roles: str, *, committed: bool = True) -> str:
    """The part of a *scope* that a user of these roles has at this moment: names in order, with blanks between."""
    asked = PERMISSIONS.keys() & scope
    held = asked & permissions_of(roles, committed=committed) if asked and roles else frozenset()
    return " ".join(sorted((ACCOUNT_SCOPES.keys() & scope) | held))


def granted(roles: str, asked: Asked, *, fields: str | None = None, committed: bool = False) -> Granted:
    """The contents of the token of a session that *asked* for this, and whose user has these roles and stored *fields*.

    With a scope the token tells what of it holds, and no roles: a service that looks at their names alone would give
    more than was asked for. Without ``services`` it is for this service alone, and tells no fields.
    """
    ours = current_settings().token_audience
    told = claims_of(fields) if fields is not None else {}
    if asked.scope is None:
        return Granted(claims_about(roles, committed=committed) | told, asked.audience or ours)
    names = asked.scope.split()
    meant = ours if SERVICES in names else current_settings().account_audience
    told = told if SERVICES in names else {}
    return Granted({"scope": scope_in_force(names, roles, committed=committed)} | told, asked.audience or meant)


def claims_about(roles: str, *, committed: bool = False) -> dict[str, Any]:
    """The claims of a token about these roles (RFC 9068 sections 2.2.3 and 2.2.3.1). None for a user without a role."""
    if not roles:
        return {}
    scope = " ".join(sorted(permissions_of(roles, committed=committed)))
    return {"roles": roles.split(), **({"scope": scope} if scope else {})}
