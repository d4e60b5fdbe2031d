"""The scope and the audience that a log-in asked for, and the roles that an invitation gives."""

import sqlalchemy as sa
from alembic import op

from gatepost.database.types import Ascii
from gatepost.migrations.steps import alter_table, has_column

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_NARROWED = ("sessions", "pending_log_ins")


def upgrade() -> None:
    for name in _NARROWED:
        with alter_table(name) as table:
            table.add_column(sa.Column("scope", Ascii(1000)))
            table.add_column(sa.Column("audience", Ascii(255)))
    with alter_table("invitations") as invitations:
        invitations.add_column(sa.Column("roles", Ascii(255)))


def downgrade() -> None:
    """Sessions that asked for less are over: without the columns they could do everything."""
    with alter_table("invitations") as invitations:
        invitations.drop_column("roles")
    for name in _NARROWED:
        table = sa.table(name, sa.column("scope"), sa.column("audience"))
        for column in (table.c.scope, table.c.audience):
            if has_column(name, column.name):
                op.execute(sa.delete(table).where(column.is_not(None)))
        with alter_table(name) as each:
            each.drop_column("scope")
            each.drop_column("audience")
