"""Keys that sign tokens; sessions that are over are found to be removed."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from gatepost.database.types import Ascii, UtcTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TABLE: dict[str, Any] = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}


def upgrade() -> None:
    op.create_table(
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
        **_TABLE,
    )
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"])
    op.create_index("ix_sessions_ended_at", "sessions", ["ended_at"])


def downgrade() -> None:
    op.drop_index("ix_sessions_ended_at", "sessions")
    op.drop_index("ix_sessions_expires_at", "sessions")
    op.drop_table("signing_keys")
