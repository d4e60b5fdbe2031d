"""Claims that the blocking hook adds to the access tokens of a session."""

import sqlalchemy as sa

from gatepost.migrations.steps import alter_table

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with alter_table("sessions") as sessions:
        sessions.add_column(sa.Column("claims", sa.Text))


def downgrade() -> None:
    with alter_table("sessions") as sessions:
        sessions.drop_column("claims")
