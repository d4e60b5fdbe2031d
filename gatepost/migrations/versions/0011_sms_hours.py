"""How many codes by SMS went to each country in each hour, and how many came back."""

import sqlalchemy as sa

from gatepost.database.types import Ascii, UtcTime
from gatepost.migrations.steps import create_table, drop_table

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_table(
        "sms_hours",
        sa.Column("country", Ascii(3), nullable=False),
        sa.Column("hour", UtcTime(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("stopped_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("country", "hour", name="pk_sms_hours"),
        indexes={"ix_sms_hours_hour": ["hour"]},
    )


def downgrade() -> None:
    drop_table("sms_hours")
