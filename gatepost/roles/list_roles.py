"""List the roles that there are, and those that a user holds."""

from typing import NamedTuple

from sqlalchemy import select

from gatepost.database import read_all
from gatepost.permissions import BUILT_IN, MEANINGS, PERMISSIONS
from gatepost.users.models import get_user
from gatepost.users.roles import Role


class ListedRole(NamedTuple):
    """A role, with the names of its permissions in the order of the catalogue."""

    name: str
    description: str
    permissions: list[str]
    built_in: bool


def list_roles() -> list[ListedRole]:
    """All roles: those that are built in first, then the own ones by name."""
    built_in = [ListedRole(name, MEANINGS[name], in_catalogue(may), True) for name, may in BUILT_IN.items()]
    columns = (Role.name, Role.description, Role.permissions)
    rows = read_all(select(*columns).where(Role.name.not_in(BUILT_IN)).order_by(Role.name))
    return built_in + [ListedRole(name, text, in_catalogue(may.split()), False) for name, text, may in rows]


def read_roles_of(uuid: str) -> list[str]:
    """The names of the roles that this user was given. Raises UserNotFound."""
    return get_user(uuid).roles.split()


def in_catalogue(names: "frozenset[str] | list[str]") -> list[str]:
    """Those of *names* that are permissions, each once, in the order of the catalogue."""
    return [name for name in PERMISSIONS if name in names]
