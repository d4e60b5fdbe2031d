"""Keys that sign tokens; sessions that are over are found to be removed."""

import sqlalchemy as sa

from gatepost.database.types import Ascii, UtcTime
from gatepost.migrations.steps import create_index, create_table, drop_index, drop_table

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_table(
        "signing_keys",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kid", Ascii(43), nullable=False),
        sa.Column("algorithm", Ascii(10), nullable=False),
        sa.Column("sealed", Ascii(4096), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("signs_from", UtcTime(), nullable=False),
        sa.Column("verifies_until", UtcTime()),
        sa.Column("revoked_at", UtcTime()),
        sa.PrimaryKeyConstraint("number", name="pk_signing_keys"),
        sa.UniqueConstraint("kid", name="uq_signing_keys_kid"),
    )
    create_index("ix_sessions_expires_at", "sessions", ["expires_at"])
    create_index("ix_sessions_ended_at", "sessions", ["ended_at"])


def downgrade() -> None:
    drop_index("ix_sessions_ended_at", "sessions")
    drop_index("ix_sessions_expires_at", "sessions")
    drop_table("signing_keys")
