"""Links to accounts at other providers, codes to exchange, and what was used."""

import sqlalchemy as sa

from gatepost.database.types import Ascii, UtcTime
from gatepost.migrations.steps import create_table, drop_table

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_table(
        "provider_links",
        sa.Column("id", Ascii(32), nullable=False),
        sa.Column("user_uuid", Ascii(36), nullable=False),
        sa.Column("provider", Ascii(20), nullable=False),
        sa.Column("issuer", Ascii(255), nullable=False),
        sa.Column("subject", Ascii(255), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("last_used_at", UtcTime()),
        sa.PrimaryKeyConstraint("id", name="pk_provider_links"),
        sa.UniqueConstraint("issuer", "subject", name="uq_provider_links_issuer_subject"),
        _of_a_user("provider_links"),
        indexes={"ix_provider_links_user_uuid": ["user_uuid"]},
    )
    create_table(
        "provider_codes",
        sa.Column("digest", Ascii(64), nullable=False),
        sa.Column("user_uuid", Ascii(36), nullable=False),
        sa.Column("credentials_version", sa.Integer(), nullable=False),
        sa.Column("provider", Ascii(20), nullable=False),
        sa.Column("issuer", Ascii(255), nullable=False),
        sa.Column("subject", Ascii(255), nullable=False),
        sa.Column("session_id", Ascii(32)),
        sa.Column("challenge", Ascii(43), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_provider_codes"),
        _of_a_user("provider_codes"),
        indexes={
            "ix_provider_codes_user_uuid": ["user_uuid"],
            "ix_provider_codes_expires_at": ["expires_at"],
        },
    )
    create_table(
        "provider_uses",
        sa.Column("digest", Ascii(64), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_provider_uses"),
        indexes={"ix_provider_uses_expires_at": ["expires_at"]},
    )


def downgrade() -> None:
    for table in ("provider_uses", "provider_codes", "provider_links"):
        drop_table(table)


def _of_a_user(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["user_uuid"], ["users.uuid"], name=f"fk_{table}_user_uuid", ondelete="CASCADE")
