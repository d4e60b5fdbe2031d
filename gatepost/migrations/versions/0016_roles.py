"""Roles: a table of them, a table of the users who hold them, and a copy of their names in the users' rows."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from gatepost.database.types import Ascii
from gatepost.migrations.steps import alter_table, create_table, drop_table, has_column

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_BUILT_IN = ("administrator", "support", "user")
_users = sa.table("users", sa.column("uuid"), sa.column("role"), sa.column("roles"))
_roles = sa.table("roles", sa.column("name"), sa.column("description"), sa.column("permissions"))
_user_roles = sa.table("user_roles", sa.column("user_uuid"), sa.column("role"))


def upgrade() -> None:
    create_table(
        "roles",
        sa.Column("name", Ascii(20), nullable=False),
        sa.Column("description", sa.String(200), nullable=False),
        sa.Column("permissions", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_roles"),
    )
    for name in _BUILT_IN:
        op.execute(_insert_role(name))
    create_table(
        "user_roles",
        sa.Column("user_uuid", Ascii(36), nullable=False),
        sa.Column("role", Ascii(20), nullable=False),
        sa.PrimaryKeyConstraint("user_uuid", "role", name="pk_user_roles"),
        sa.ForeignKeyConstraint(["user_uuid"], ["users.uuid"], name="fk_user_roles_user_uuid", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["role"], ["roles.name"], name="fk_user_roles_role"),
        indexes={"ix_user_roles_role": ["role"]},
    )
    with alter_table("users") as users:
        users.add_column(sa.Column("roles", Ascii(255), server_default=sa.text("''"), nullable=False))
    if has_column("users", "role"):
        op.execute(_copy_administrators())
        op.execute(sa.update(_users).where(_users.c.role == _text("admin")).values(roles=_text("administrator")))
        with alter_table("users") as users:
            users.drop_column("role")


def downgrade() -> None:
    """Only administrators keep their role: before, there was no other."""
    with alter_table("users") as users:
        users.add_column(sa.Column("role", Ascii(10)))
    if has_column("users", "roles"):
        administrates = _users.c.roles == _text("administrator")
        administrates |= _users.c.roles.like(_text("administrator %"))
        role = sa.case((administrates, _text("admin")), else_=_text("user"))
        op.execute(sa.update(_users).values(role=role))
        with alter_table("users") as users:
            users.set_nullable("role", Ascii(10), nullable=False)
            users.drop_column("roles")
    drop_table("user_roles")
    drop_table("roles")


def _text(value: str) -> Any:
    return sa.literal_column(f"'{value}'")


def _insert_role(name: str) -> sa.Insert:
    """The row of a role, if it is not there."""
    there = sa.exists().where(_roles.c.name == _text(name))
    row = sa.select(_text(name), _text(""), _text("")).where(~there)
    return sa.insert(_roles).from_select(["name", "description", "permissions"], row)


def _copy_administrators() -> sa.Insert:
    """A row for each administrator that has none."""
    there = sa.exists().where(_user_roles.c.user_uuid == _users.c.uuid, _user_roles.c.role == _text("administrator"))
    copied = sa.select(_users.c.uuid, _text("administrator")).where(_users.c.role == _text("admin"), ~there)
    return sa.insert(_user_roles).from_select(["user_uuid", "role"], copied)
