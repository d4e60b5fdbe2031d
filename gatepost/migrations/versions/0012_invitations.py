"""Invitations that wait."""

import sqlalchemy as sa

from gatepost.database.types import Ascii, Folded, UtcTime
from gatepost.migrations.steps import create_table, drop_table

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_table(
        "invitations",
        sa.Column("id", Ascii(32), nullable=False),
        sa.Column("token_digest", Ascii(64), nullable=False),
        sa.Column("kind", Ascii(10), nullable=False),
        sa.Column("value", sa.String(254), nullable=False),
        sa.Column("key", Folded(320), nullable=False),
        sa.Column("invited_by", Ascii(36), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.UniqueConstraint("token_digest", name="uq_invitations_token_digest"),
        indexes={"ix_invitations_kind_key": ["kind", "key"], "ix_invitations_expires_at": ["expires_at"]},
    )


def downgrade() -> None:
    drop_table("invitations")
