"""Write the roles that a user holds: nothing else does, so that the truth and its copy agree."""

from collections.abc import Iterable

from sqlalchemy import delete, insert, update

from gatepost.database import write
from gatepost.users.models import User
from gatepost.users.roles import UserRole, in_order


def write_roles(user: User, names: Iterable[str]) -> None:
    """Let *user* hold these roles and no other. The caller has locked the row, and commits.

    Raises IntegrityError if there is no role of such a name.
    """
    before, after = user.roles.split(), in_order(names)
    if taken := sorted(set(before) - set(after)):
        write(delete(UserRole).where(UserRole.user_uuid == user.uuid, UserRole.role.in_(taken)))
    for name in after:
        if name not in before:
            write(insert(UserRole), {"user_uuid": user.uuid, "role": name})
    user.roles = names_in_row(after)
    write(update(User).where(User.uuid == user.uuid).values(roles=user.roles))


def rows_of_roles(names: Iterable[str]) -> list[str]:
    """The roles of the rows of a new user who holds these; :func:`names_in_row` is their copy in the user's row."""
    return in_order(names)


def names_in_row(names: Iterable[str]) -> str:
    """The copy of these names."""
    return " ".join(in_order(names))
