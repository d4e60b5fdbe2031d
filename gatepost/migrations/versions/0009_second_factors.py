"""Second factors, log-ins that wait for one, and by which methods a session was begun."""

import sqlalchemy as sa
from alembic import op

from gatepost.database.types import Ascii, UtcTime
from gatepost.migrations.steps import alter_table, create_table, drop_table

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_AMR = {"pwd": "pwd", "otp sms": "otp sms", "otp email": "otp", "link email": "otp"}
_sessions = sa.table("sessions", sa.column("authenticated_by"), sa.column("amr"))


def upgrade() -> None:
    with alter_table("users") as users:
        users.add_column(sa.Column("factors", sa.Integer(), server_default="0", nullable=False))
    with alter_table("sessions") as sessions:
        sessions.add_column(sa.Column("amr", Ascii(50)))
        sessions.add_column(sa.Column("factor_at", UtcTime()))
    for shown, amr in _AMR.items():
        these = (_sessions.c.amr.is_(None), _sessions.c.authenticated_by == sa.literal_column(f"'{shown}'"))
        op.execute(sa.update(_sessions).where(*these).values(amr=sa.literal_column(f"'{amr}'")))
    create_table(
        "totp_factors",
        sa.Column("id", Ascii(32), nullable=False),
        sa.Column("user_uuid", Ascii(36), nullable=False),
        sa.Column("name", sa.String(100)),
        sa.Column("sealed_secret", Ascii(512), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("verified_at", UtcTime()),
        sa.Column("last_used_at", UtcTime()),
        sa.PrimaryKeyConstraint("id", name="pk_totp_factors"),
        _of_a_user("totp_factors"),
        indexes={
            "ix_totp_factors_user_uuid": ["user_uuid"],
            "ix_totp_factors_verified_at_created_at": ["verified_at", "created_at"],
        },
    )
    create_table(
        "recovery_codes",
        sa.Column("user_uuid", Ascii(36), nullable=False),
        sa.Column("digest", Ascii(64), nullable=False),
        sa.PrimaryKeyConstraint("user_uuid", "digest", name="pk_recovery_codes"),
        _of_a_user("recovery_codes"),
    )
    create_table(
        "pending_log_ins",
        sa.Column("token_digest", Ascii(64), nullable=False),
        sa.Column("user_uuid", Ascii(36), nullable=False),
        sa.Column("credentials_version", sa.Integer(), nullable=False),
        sa.Column("device_digest", Ascii(64), nullable=False),
        sa.Column("attempts_key", Ascii(64), nullable=False),
        sa.Column("amr", Ascii(50), nullable=False),
        sa.Column("authenticated_by", Ascii(50), nullable=False),
        sa.Column("new_password_hash", Ascii(255)),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("token_digest", name="pk_pending_log_ins"),
        _of_a_user("pending_log_ins"),
        indexes={
            "ix_pending_log_ins_user_uuid": ["user_uuid"],
            "ix_pending_log_ins_expires_at": ["expires_at"],
        },
    )


def downgrade() -> None:
    for table in ("pending_log_ins", "recovery_codes", "totp_factors"):
        drop_table(table)
    with alter_table("sessions") as sessions:
        sessions.drop_column("factor_at")
        sessions.drop_column("amr")
    with alter_table("users") as users:
        users.drop_column("factors")


def _of_a_user(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["user_uuid"], ["users.uuid"], name=f"fk_{table}_user_uuid", ondelete="CASCADE")
