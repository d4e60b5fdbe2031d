"""Lost factors, which are removed after a waiting time, and changes of the ways in that can be undone."""

import sqlalchemy as sa

from gatepost.database.types import Ascii, UtcTime
from gatepost.migrations.steps import create_table, drop_table

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_table(
        "lost_factors",
        sa.Column("user_uuid", Ascii(36), nullable=False),
        sa.Column("credentials_version", sa.Integer(), nullable=False),
        sa.Column("stop_digest", Ascii(64), nullable=False),
        sa.Column("reminder_digest", Ascii(64)),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("removes_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_uuid", name="pk_lost_factors"),
        _of_a_user("lost_factors"),
        sa.UniqueConstraint("stop_digest", name="uq_lost_factors_stop_digest"),
        sa.UniqueConstraint("reminder_digest", name="uq_lost_factors_reminder_digest"),
        indexes={"ix_lost_factors_removes_at": ["removes_at"]},
    )
    create_table(
        "way_in_undos",
        sa.Column("user_uuid", Ascii(36), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("token_digest", Ascii(64), nullable=False),
        sa.Column("kind", Ascii(20), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_uuid", "number", name="pk_way_in_undos"),
        _of_a_user("way_in_undos"),
        sa.UniqueConstraint("token_digest", name="uq_way_in_undos_token_digest"),
        indexes={"ix_way_in_undos_expires_at": ["expires_at"]},
    )


def downgrade() -> None:
    drop_table("way_in_undos")
    drop_table("lost_factors")


def _of_a_user(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["user_uuid"], ["users.uuid"], name=f"fk_{table}_user_uuid", ondelete="CASCADE")
