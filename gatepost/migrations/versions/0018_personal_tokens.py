"""Personal access tokens."""

import sqlalchemy as sa

from gatepost.database.types import Ascii, UtcTime
from gatepost.migrations.steps import create_table, drop_table

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_table(
        "personal_tokens",
        sa.Column("id", Ascii(32), nullable=False),
        sa.Column("user_uuid", Ascii(36), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("token_digest", Ascii(64), nullable=False),
        sa.Column("hint", Ascii(4), nullable=False),
        sa.Column("scope", Ascii(1000), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("last_used_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_personal_tokens"),
        sa.ForeignKeyConstraint(["user_uuid"], ["users.uuid"], name="fk_personal_tokens_user_uuid", ondelete="CASCADE"),
        sa.UniqueConstraint("token_digest", name="uq_personal_tokens_token_digest"),
        indexes={
            "ix_personal_tokens_user_uuid": ["user_uuid"],
            "ix_personal_tokens_expires_at": ["expires_at"],
        },
    )


def downgrade() -> None:
    drop_table("personal_tokens")
