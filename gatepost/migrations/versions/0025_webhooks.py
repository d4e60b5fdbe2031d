"""Webhooks, and what is delivered to them."""

import sqlalchemy as sa

from gatepost.database.types import Ascii, UtcTime
from gatepost.migrations.steps import create_table, drop_table

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    create_table(
        "webhooks",
        sa.Column("id", Ascii(32), nullable=False),
        sa.Column("url", Ascii(1000), nullable=False),
        sa.Column("events", Ascii(1000), nullable=False),
        sa.Column("description", sa.String(200), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("old_secret", sa.Text(), nullable=True),
        sa.Column("old_secret_until", UtcTime(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("disabled_at", UtcTime(), nullable=True),
        sa.Column("disabled_because", Ascii(10), nullable=True),
        sa.Column("failing_since", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_webhooks"),
    )
    create_table(
        "webhook_deliveries",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("webhook_id", Ascii(32), nullable=False),
        sa.Column("message_id", Ascii(36), nullable=False),
        sa.Column("event", Ascii(50), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("user_uuid", Ascii(36), nullable=True),
        sa.Column("actor_uuid", Ascii(36), nullable=True),
        sa.Column("due_at", UtcTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("delivered_at", UtcTime(), nullable=True),
        sa.Column("given_up_at", UtcTime(), nullable=True),
        sa.Column("status_code", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(200), nullable=True),
        sa.Column("excerpt", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_deliveries"),
        sa.UniqueConstraint("webhook_id", "message_id", name="uq_webhook_deliveries_webhook_id_message_id"),
        indexes={
            "ix_webhook_deliveries_due_at": ["due_at"],
            "ix_webhook_deliveries_at": ["at"],
            "ix_webhook_deliveries_webhook_id_user_uuid_due_at": ["webhook_id", "user_uuid", "due_at"],
        },
    )


def downgrade() -> None:
    drop_table("webhook_deliveries")
    drop_table("webhooks")
