"""Services that may ask about tokens."""

import sqlalchemy as sa

from gatepost.database.types import Ascii, UtcTime
from gatepost.migrations.steps import create_table, drop_table

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_table(
        "oauth_clients",
        sa.Column("client_id", Ascii(36), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("secret_digest", Ascii(64), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("client_id", name="pk_oauth_clients"),
    )


def downgrade() -> None:
    drop_table("oauth_clients")
