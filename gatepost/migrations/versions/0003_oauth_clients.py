"""Services that may ask about tokens."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from gatepost.database.types import Ascii, UtcTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TABLE: dict[str, Any] = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}


def upgrade() -> None:
    op.create_table(
        "oauth_clients",
        sa.Column("client_id", Ascii(36), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("secret_digest", Ascii(64), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("client_id", name="pk_oauth_clients"),
        **_TABLE,
    )


def downgrade() -> None:
    op.drop_table("oauth_clients")
