"""Users, sessions, and the audit record."""

import sqlalchemy as sa

from gatepost.database.types import Ascii, Folded, UtcTime
from gatepost.migrations.steps import create_index, create_table, drop_table

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_table(
        "users",
        sa.Column("uuid", Ascii(36), nullable=False),
        sa.Column("username", sa.String(50), nullable=False),
        sa.Column("username_key", Folded(200), nullable=False),
        sa.Column("mobile", sa.String(40), nullable=False),
        sa.Column("mobile_key", Ascii(20)),
        sa.Column("mobile_verified_at", UtcTime()),
        sa.Column("email", sa.String(254)),
        sa.Column("email_key", Folded(320)),
        sa.Column("email_verified_at", UtcTime()),
        sa.Column("gender", sa.String(10)),
        sa.Column("role", Ascii(10), nullable=False),
        sa.Column("password_hash", Ascii(255), nullable=False),
        sa.Column("credentials_version", sa.Integer(), nullable=False),
        sa.Column("password_changed_at", UtcTime(), nullable=False),
        sa.Column("activated_at", UtcTime()),
        sa.Column("deactivated_at", UtcTime()),
        sa.Column("last_login_at", UtcTime()),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("uuid", name="pk_users"),
        sa.UniqueConstraint("username_key", name="uq_users_username_key"),
        sa.UniqueConstraint("mobile_key", name="uq_users_mobile_key"),
        sa.UniqueConstraint("email_key", name="uq_users_email_key"),
    )
    create_index("ix_users_created_at_uuid", "users", ["created_at", "uuid"])
    create_table(
        "sessions",
        sa.Column("id", Ascii(32), nullable=False),
        sa.Column("user_uuid", Ascii(36), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("authenticated_at", UtcTime(), nullable=False),
        sa.Column("last_used_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("ended_at", UtcTime()),
        sa.Column("end_reason", Ascii(30)),
        sa.Column("authenticated_by", Ascii(50), nullable=False),
        sa.Column("address", sa.String(45), nullable=False),
        sa.Column("user_agent", sa.String(255), nullable=False),
        sa.Column("refresh_digest", Ascii(64), nullable=False),
        sa.Column("previous_digest", Ascii(64)),
        sa.Column("rotated_at", UtcTime()),
        sa.Column("sealed_successor", Ascii(2048)),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.ForeignKeyConstraint(["user_uuid"], ["users.uuid"], name="fk_sessions_user_uuid", ondelete="CASCADE"),
    )
    create_index("ix_sessions_user_uuid", "sessions", ["user_uuid"])
    create_table(
        "audit_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("event", Ascii(50), nullable=False),
        sa.Column("user_uuid", Ascii(36), nullable=False),
        sa.Column("actor_uuid", Ascii(36)),
        sa.PrimaryKeyConstraint("id", name="pk_audit_events"),
    )
    create_index("ix_audit_events_user_uuid", "audit_events", ["user_uuid"])


def downgrade() -> None:
    drop_table("sessions")
    drop_table("users")
    drop_table("audit_events")
