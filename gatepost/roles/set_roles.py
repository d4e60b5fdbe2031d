"""Give a user roles, and take roles from them. It holds at their next request."""

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError

from gatepost.audit.record import record
from gatepost.audit.refused_access import record_refused_access
from gatepost.caller import Caller, Client
from gatepost.database import db
from gatepost.errors import Forbidden, InvalidInput, Reason, RoleNotFound, UserNotFound
from gatepost.notices.notify import notify
from gatepost.permissions import ADMINISTRATOR, USER
from gatepost.users.last_administrator import keep_an_administrator
from gatepost.users.may_grant import check_roles
from gatepost.users.models import User, find_for_update
from gatepost.users.permissions import has_power_over
from gatepost.users.roles import MOST_ROLES, in_order, told_change
from gatepost.users.write_roles import write_roles

_NONE = "-"


def set_roles(
    uuid: str, names: Sequence[str], *, reason: str = "", caller: Caller | None = None, client: Client | None = None
) -> list[str]:
    """Let the user hold these roles and no other; without a *caller* as an operator. Gives the roles that they hold.

    They are told.

    Raises InvalidInput, UserNotFound, RoleNotFound, Forbidden, LacksPermission, LastAdministrator.
    """
    after = in_order(name for name in names if name != USER)  # which everybody has
    if len(after) > MOST_ROLES:
        raise InvalidInput({"roles": [Reason("Give at most %(most)s roles.", most=MOST_ROLES)]})
    user = find_for_update(uuid)
    if user is None:
        db.session.rollback()
        raise UserNotFound
    before = user.roles.split()
    if before == after:
        db.session.rollback()
        return before
    if caller is not None:
        _check(caller, user, changed=sorted(set(before) ^ set(after)))
    if ADMINISTRATOR not in after:
        keep_an_administrator(user)
    try:
        write_roles(user, after)
    except IntegrityError:
        db.session.rollback()
        raise RoleNotFound from None
    actor = None if caller is None else caller.uuid
    told = told_change(before, after)
    record("roles.changed", user_uuid=uuid, actor_uuid=actor, client=client, about=told, reason=reason)
    notify(user, "roles_changed", everywhere=True, roles=", ".join(after) or _NONE)
    db.session.commit()
    return after


def _check(caller: Caller, user: User, *, changed: list[str]) -> None:
    """Refuse what would give or take more than *caller* may do. Raises Forbidden, LacksPermission."""
    if user.uuid != caller.uuid and not has_power_over(caller, user):
        db.session.rollback()
        record_refused_access(caller, about=user.uuid)
        raise Forbidden
    check_roles(caller, changed)
