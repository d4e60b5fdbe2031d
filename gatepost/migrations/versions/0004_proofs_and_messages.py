"""Proofs of addresses, what they protect, and the messages that carry them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from gatepost.database.types import Ascii, Folded, UtcTime
from gatepost.migrations.steps import alter_table, create_index, create_table, drop_table

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with alter_table("users") as users:
        users.add_column(sa.Column("locale", Ascii(35)))
        users.set_nullable("mobile", sa.String(40), nullable=True)
    create_table(
        "pending_addresses",
        _user(nullable=False),
        sa.Column("kind", Ascii(10), nullable=False),
        sa.Column("value", sa.String(254), nullable=False),
        sa.Column("key", Folded(320), nullable=False),
        sa.Column("requested_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_uuid", "kind", name="pk_pending_addresses"),
        _of_a_user("pending_addresses"),
    )
    create_index("ix_pending_addresses_kind_key", "pending_addresses", ["kind", "key"])
    create_index("ix_pending_addresses_requested_at", "pending_addresses", ["requested_at"])
    create_table(
        "address_undos",
        sa.Column("token_digest", Ascii(64), nullable=False),
        _user(nullable=False),
        sa.Column("kind", Ascii(10), nullable=False),
        sa.Column("value", sa.String(254), nullable=False),
        sa.Column("key", Folded(320), nullable=False),
        sa.Column("verified_at", UtcTime()),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("token_digest", name="pk_address_undos"),
        _of_a_user("address_undos"),
    )
    create_index("ix_address_undos_user_uuid", "address_undos", ["user_uuid"])
    create_index("ix_address_undos_expires_at", "address_undos", ["expires_at"])
    create_table(
        "known_devices",
        _user(nullable=False),
        sa.Column("digest", Ascii(64), nullable=False),
        sa.Column("first_seen_at", UtcTime(), nullable=False),
        sa.Column("last_seen_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_uuid", "digest", name="pk_known_devices"),
        _of_a_user("known_devices"),
    )
    create_table(
        "one_time_proofs",
        _user(nullable=False),
        sa.Column("purpose", Ascii(20), nullable=False),
        sa.Column("address_digest", Ascii(64), nullable=False),
        sa.Column("code_digest", Ascii(64), nullable=False),
        sa.Column("code_expires_at", UtcTime(), nullable=False),
        sa.Column("link_digest", Ascii(64), nullable=False),
        sa.Column("link_expires_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_uuid", "purpose", name="pk_one_time_proofs"),
        sa.UniqueConstraint("link_digest", name="uq_one_time_proofs_link_digest"),
        _of_a_user("one_time_proofs"),
    )
    create_index("ix_one_time_proofs_address_digest", "one_time_proofs", ["address_digest"])
    create_index("ix_one_time_proofs_link_expires_at", "one_time_proofs", ["link_expires_at"])
    create_table(
        "allowances",
        sa.Column("key", Ascii(64), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("since", UtcTime(), nullable=False),
        sa.Column("last_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_allowances"),
    )
    create_index("ix_allowances_last_at", "allowances", ["last_at"])
    create_table(
        "outbox",
        sa.Column("id", Ascii(36), nullable=False),
        sa.Column("channel", Ascii(10), nullable=False),
        sa.Column("name", Ascii(30), nullable=False),
        _user(nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("due_at", UtcTime()),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", UtcTime()),
        sa.Column("dead_at", UtcTime()),
        sa.Column("error", sa.String(200)),
        sa.Column("sealed", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        _of_a_user("outbox"),
    )
    create_index("ix_outbox_channel_due_at", "outbox", ["channel", "due_at"])
    create_index("ix_outbox_created_at", "outbox", ["created_at"])


def downgrade() -> None:
    for table in ("outbox", "allowances", "one_time_proofs", "known_devices", "address_undos", "pending_addresses"):
        drop_table(table)
    op.execute("UPDATE users SET mobile = '' WHERE mobile IS NULL")
    with alter_table("users") as users:
        users.set_nullable("mobile", sa.String(40), nullable=False)
        users.drop_column("locale")


def _user(*, nullable: bool) -> sa.Column[Any]:
    return sa.Column("user_uuid", Ascii(36), nullable=nullable)


def _of_a_user(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["user_uuid"], ["users.uuid"], name=f"fk_{table}_user_uuid", ondelete="CASCADE")
