"""Passkeys, their users' handles, and challenges that wait for an answer."""

import sqlalchemy as sa

from gatepost.database.types import Ascii, UtcTime
from gatepost.migrations.steps import create_table, drop_table

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_table(
        "passkeys",
        sa.Column("id", Ascii(32), nullable=False),
        sa.Column("user_uuid", Ascii(36), nullable=False),
        sa.Column("credential_digest", Ascii(64), nullable=False),
        sa.Column("credential_id", Ascii(1364), nullable=False),
        sa.Column("public_key", Ascii(2048), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("backup", Ascii(10), nullable=False),
        sa.Column("aaguid", Ascii(36), nullable=False),
        sa.Column("transports", Ascii(100), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("last_used_at", UtcTime()),
        sa.PrimaryKeyConstraint("id", name="pk_passkeys"),
        sa.UniqueConstraint("credential_digest", name="uq_passkeys_credential_digest"),
        sa.ForeignKeyConstraint(["user_uuid"], ["users.uuid"], name="fk_passkeys_user_uuid", ondelete="CASCADE"),
        indexes={"ix_passkeys_user_uuid": ["user_uuid"]},
    )
    create_table(
        "passkey_users",
        sa.Column("user_uuid", Ascii(36), nullable=False),
        sa.Column("handle", Ascii(86), nullable=False),
        sa.PrimaryKeyConstraint("user_uuid", name="pk_passkey_users"),
        sa.ForeignKeyConstraint(["user_uuid"], ["users.uuid"], name="fk_passkey_users_user_uuid", ondelete="CASCADE"),
    )
    create_table(
        "passkey_challenges",
        sa.Column("digest", Ascii(64), nullable=False),
        sa.Column("purpose", Ascii(10), nullable=False),
        sa.Column("holder", Ascii(64), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_passkey_challenges"),
        indexes={"ix_passkey_challenges_expires_at": ["expires_at"]},
    )


def downgrade() -> None:
    for table in ("passkey_challenges", "passkey_users", "passkeys"):
        drop_table(table)
