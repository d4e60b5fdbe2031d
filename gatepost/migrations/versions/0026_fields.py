"""Fields of users that the operator declares: their values, as JSON, in one column."""

import sqlalchemy as sa

from gatepost.migrations.steps import alter_table

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with alter_table("users") as users:
        users.add_column(sa.Column("fields", sa.Text()))


def downgrade() -> None:
    with alter_table("users") as users:
        users.drop_column("fields")
