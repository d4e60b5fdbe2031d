"""The ids that imported users have in the systems they come from."""

import sqlalchemy as sa

from gatepost.database.types import Ascii, Folded, UtcTime
from gatepost.migrations.steps import create_table, drop_table

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_table(
        "external_ids",
        sa.Column("source", Ascii(30), nullable=False),
        sa.Column("external_id", Folded(255), nullable=False),
        sa.Column("user_uuid", Ascii(36), nullable=False),
        sa.Column("identifiers_digest", Ascii(64), nullable=False),
        sa.Column("imported_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("source", "external_id", name="pk_external_ids"),
        sa.ForeignKeyConstraint(["user_uuid"], ["users.uuid"], name="fk_external_ids_user_uuid", ondelete="CASCADE"),
        indexes={"ix_external_ids_user_uuid": ["user_uuid"]},
    )


def downgrade() -> None:
    drop_table("external_ids")
