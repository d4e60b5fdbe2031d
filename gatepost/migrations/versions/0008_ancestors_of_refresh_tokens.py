"""The used refresh tokens of a session that still get its current one."""

import sqlalchemy as sa

from gatepost.database.types import Ascii
from gatepost.migrations.steps import alter_table

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with alter_table("sessions") as sessions:
        sessions.add_column(sa.Column("ancestors", Ascii(4096)))


def downgrade() -> None:
    with alter_table("sessions") as sessions:
        sessions.drop_column("ancestors")
