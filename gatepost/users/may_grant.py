"""Nobody gives or takes what they may not do themselves: otherwise ``roles:write`` alone would be every permission."""

from collections.abc import Iterable

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
    """Refuse a *caller* who may not do what these roles permit. Only an administrator makes an administrator.

    The roles are read in the present transaction; *committed*: as they were committed.
    Raises LacksPermission, after a rollback; the refusal is recorded.
    """
    roles = list(names)
    if ADMINISTRATOR in roles and not caller.is_admin:
        _refuse(caller)
    check_grant(caller, permissions_of(" ".join(roles), committed=committed))


def _refuse(caller: Caller) -> None:
    """Record the refusal alone. Raises LacksPermission."""
    db.session.rollback()
    record_refused_endpoint(caller)
    raise LacksPermission
