"""Delete a role of one's own that nobody holds."""

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.database import db, write
from gatepost.errors import BuiltInRole, RoleHeld, RoleNotFound
from gatepost.permissions import BUILT_IN
from gatepost.users.may_grant import check_grant
from gatepost.users.roles import Role


def delete_role(name: str, *, caller: Caller | None = None, client: Client | None = None) -> None:
    """Delete the role; without a *caller* as an operator.

    Raises BuiltInRole, RoleNotFound, LacksPermission, RoleHeld.
    """
    if name in BUILT_IN:
        raise BuiltInRole
    locked = select(Role.permissions).where(Role.name == name).with_for_update()
    permissions = db.session.connection().execute(locked).scalar_one_or_none()
    if permissions is None:
        db.session.rollback()
        raise RoleNotFound
    check_grant(caller, permissions.split())
    try:
        write(delete(Role).where(Role.name == name))
    except IntegrityError:  # the row of a user refers to it
        db.session.rollback()
        raise RoleHeld from None
    actor = None if caller is None else caller.uuid
    record("role.deleted", user_uuid=None, actor_uuid=actor, client=client, about=name)
    db.session.commit()
