"""Failed attempts, former passwords, and the chain of the audit record."""

import sqlalchemy as sa
from alembic import op

from gatepost.audit.chain import first_ends
from gatepost.database.types import Ascii, UtcTime
from gatepost.migrations.steps import alter_table, create_index, create_table, drop_index, drop_table

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_chain = sa.table(
    "audit_chain",
    *map(sa.column, ("name", "sequence", "seal", "proof")),
    sa.column("moved_at", UtcTime()),
)


def upgrade() -> None:
    with alter_table("users") as users:
        users.add_column(sa.Column("password_expired_at", UtcTime()))
        users.add_column(sa.Column("devices_version", sa.Integer(), nullable=False, server_default="1"))
    create_table(
        "failed_attempts",
        sa.Column("key", Ascii(64), nullable=False),
        sa.Column("user_uuid", Ascii(36)),
        sa.Column("scope", Ascii(10), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_failed_attempts"),
    )
    create_index("ix_failed_attempts_user_uuid", "failed_attempts", ["user_uuid"])
    create_index("ix_failed_attempts_last_at", "failed_attempts", ["last_at"])
    create_table(
        "former_passwords",
        sa.Column("user_uuid", Ascii(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("password_hash", Ascii(255), nullable=False),
        sa.Column("replaced_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_uuid", "version", name="pk_former_passwords"),
        _of_a_user("former_passwords"),
    )
    with alter_table("audit_events") as events:
        events.set_nullable("user_uuid", Ascii(36), nullable=True)
        events.add_column(sa.Column("details", sa.Text()))
        events.add_column(sa.Column("details_digest", Ascii(64)))
        events.add_column(sa.Column("sequence", _NUMBER))
        events.add_column(sa.Column("seal", Ascii(64)))
        events.create_unique("uq_audit_events_sequence", ["sequence"])
    create_index("ix_audit_events_actor_uuid", "audit_events", ["actor_uuid"])
    create_index("ix_audit_events_sequence_event", "audit_events", ["sequence", "event"])
    create_table(
        "audit_chain",
        sa.Column("name", Ascii(10), nullable=False),
        sa.Column("sequence", _NUMBER, nullable=False),
        sa.Column("seal", Ascii(64), nullable=False),
        sa.Column("proof", Ascii(64), nullable=False),
        sa.Column("moved_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_audit_chain"),
    )
    if op.get_bind().scalar(sa.select(sa.func.count()).select_from(_chain)) == 0:
        op.bulk_insert(_chain, first_ends())


def downgrade() -> None:
    for table in ("audit_chain", "former_passwords", "failed_attempts"):
        drop_table(table)
    op.execute("DELETE FROM audit_events WHERE user_uuid IS NULL")
    drop_index("ix_audit_events_sequence_event", "audit_events")
    drop_index("ix_audit_events_actor_uuid", "audit_events")
    with alter_table("audit_events") as events:
        events.drop_unique("uq_audit_events_sequence")
        events.drop_column("seal")
        events.drop_column("sequence")
        events.drop_column("details_digest")
        events.drop_column("details")
        events.set_nullable("user_uuid", Ascii(36), nullable=False)
    with alter_table("users") as users:
        users.drop_column("devices_version")
        users.drop_column("password_expired_at")


def _of_a_user(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["user_uuid"], ["users.uuid"], name=f"fk_{table}_user_uuid", ondelete="CASCADE")
