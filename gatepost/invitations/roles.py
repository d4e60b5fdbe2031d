"""The roles that an invitation gives: chosen by the caller who invites, and given to the user who registers by it."""

from collections.abc import Iterable

from sqlalchemy import select

from gatepost.audit.record import record
from gatepost.caller import Caller
from gatepost.database import db, read_all
from gatepost.errors import RoleNotFound
from gatepost.invitations.models import Invitation
from gatepost.permissions import USER
from gatepost.users.may_grant import check_roles, may_give
from gatepost.users.models import User, find_user
from gatepost.users.permissions import permissions_of
from gatepost.users.roles import Role, in_order, told_change
from gatepost.users.write_roles import write_roles


def given_roles(caller: Caller, names: Iterable[str]) -> list[str]:
    """Each of these roles once, in order, if there are such roles and the *caller* may give them.

    Raises RoleNotFound, LacksPermission.
    """
    roles = in_order(name for name in names if name != USER)  # which everybody has
    if roles:
        known = {name for (name,) in read_all(select(Role.name).where(Role.name.in_(roles)))}
        if not known.issuperset(roles):
            raise RoleNotFound
        check_roles(caller, roles, committed=True)
    return roles


def give_roles(user: User, invitation: Invitation) -> None:
    """Give a new *user* the roles of the *invitation* that they used up, in the same transaction.

    Each is given if it still exists, and the user who invited is active and may still give it.
    """
    inviter = find_user(invitation.invited_by) if invitation.roles else None
    if inviter is None or not inviter.is_active:
        return
    roles = _existing((invitation.roles or "").split())
    rights = permissions_of(inviter.roles, committed=False)
    given = [name for name in roles if may_give(name, held=inviter.roles, rights=rights)]
    if given:
        write_roles(user, given)
        record("roles.changed", user_uuid=user.uuid, actor_uuid=inviter.uuid, about=told_change((), given))


def _existing(names: list[str]) -> list[str]:
    """Those of *names* that are roles, whose rows are locked: nobody changes or deletes one before the commit."""
    these = select(Role.name).where(Role.name.in_(names)).order_by(Role.name).with_for_update()
    found = set(db.session.connection().execute(these).scalars())
    return [name for name in names if name in found]
