"""Define a role of one's own, or change it."""

from collections.abc import Iterable

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.database import db, write
from gatepost.errors import BuiltInRole, InvalidInput, Reason
from gatepost.permissions import BUILT_IN
from gatepost.roles.list_roles import ListedRole, in_catalogue
from gatepost.text import shows_something
from gatepost.users.may_grant import check_grant
from gatepost.users.roles import DESCRIPTION_MAX, Role


def define_role(
    name: str,
    *,
    description: str,
    permissions: Iterable[str],
    caller: Caller | None = None,
    client: Client | None = None,
) -> ListedRole:
    """Let there be a role with this *description* and these *permissions*; without a *caller* as an operator.

    It holds at once for those who have the role. Raises BuiltInRole, InvalidInput, LacksPermission.
    """
    if name in BUILT_IN:
        raise BuiltInRole
    if len(description) > DESCRIPTION_MAX or not shows_something(description):
        raise InvalidInput({"description": [Reason("Use 1 to %(most)s visible characters.", most=DESCRIPTION_MAX)]})
    after = in_catalogue(list(permissions))
    values = {"description": description, "permissions": " ".join(after)}
    while not (_change(name, values, caller) or _add(name, values, caller)):
        continue  # somebody else has added it between the two
    actor, told = None if caller is None else caller.uuid, f"{name}: {values['permissions']}".rstrip(": ")
    record("role.defined", user_uuid=None, actor_uuid=actor, client=client, about=told)
    db.session.commit()
    return ListedRole(name, description, after, False)


def _change(name: str, values: dict[str, str], caller: Caller | None) -> bool:
    """Change the role, whose row is locked; false if there is none of this name. Raises LacksPermission."""
    locked = select(Role.permissions).where(Role.name == name).with_for_update()
    before = db.session.connection().execute(locked).scalar_one_or_none()
    if before is None:
        return False
    check_grant(caller, set(before.split()) ^ set(values["permissions"].split()))
    write(update(Role).where(Role.name == name).values(values))
    return True


def _add(name: str, values: dict[str, str], caller: Caller | None) -> bool:
    """Add the role; false, after a rollback, if there is one of this name by now. Raises LacksPermission."""
    check_grant(caller, values["permissions"].split())
    try:
        write(insert(Role), {"name": name, **values})
    except IntegrityError:
        db.session.rollback()
        return False
    return True
