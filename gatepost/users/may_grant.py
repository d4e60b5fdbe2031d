"""Nobody gives or takes what they may not do themselves: otherwise ``roles:write`` alone would be every permission."""

from collections.abc import Collection, Iterable

from gatepost.audit.refused_access import record_refused_endpoint
from gatepost.caller import Caller
from gatepost.database import db
from gatepost.errors import LacksPermission
from gatepost.permissions import ADMINISTRATOR
from gatepost.users.permissions import permissions_of, rights_of


def check_grant(caller: Caller | None, permissions: Iterable[str]) -> None:
    """Refuse a *caller* who lacks one of these *permissions*; an operator, None, lacks none.

    Raises LacksPermission, after a rollback; the refusal is recorded.
    """
    if caller is not None and not set(permissions) <= rights_of(caller):
        _refuse(caller)


def check_roles(caller: Caller, names: Iterable[str], *, committed: bool = False) -> None:
    """Refuse a *caller* who may not give or take one of these roles.

    The roles are read in the present transaction; *committed*: as they were committed.
    Raises LacksPermission, after a rollback; the refusal is recorded.
    """
    rights = rights_of(caller)
    if not all(may_give(name, held=caller.roles, rights=rights, committed=committed) for name in names):
        _refuse(caller)


def may_give(name: str, *, held: str, rights: Collection[str], committed: bool = False) -> bool:
    """Whether somebody who holds the roles *held*, with these *rights*, may give and take the role of this *name*.

    They have what it permits. They hold it themselves, or manage roles, because its name may be a right in other
    services, which nobody here can compare with theirs. Only an administrator makes an administrator.
    """
    holds = name in held.split()
    if not holds and (name == ADMINISTRATOR or "roles:write" not in rights):
        return False
    return permissions_of(name, committed=committed) <= set(rights)


def _refuse(caller: Caller) -> None:
    """Record the refusal alone. Raises LacksPermission."""
    db.session.rollback()
    record_refused_endpoint(caller)
    raise LacksPermission
