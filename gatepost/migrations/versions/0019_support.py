"""Suspensions of users, and for the support the masked address of each message."""

import sqlalchemy as sa
from alembic import op

from gatepost.database.types import UtcTime
from gatepost.migrations.steps import alter_table, create_index, drop_index

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with alter_table("users") as users:
        users.add_column(sa.Column("suspended_until", UtcTime()))
    with alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("masked_to", sa.String(260)))
    create_index("ix_outbox_user_uuid_created_at", "outbox", ["user_uuid", "created_at"])


def downgrade() -> None:
    if op.get_bind().dialect.name in ("mysql", "mariadb"):  # the foreign key needs an index: it had this one before
        create_index("fk_outbox_user_uuid", "outbox", ["user_uuid"])
    drop_index("ix_outbox_user_uuid_created_at", "outbox")
    with alter_table("outbox") as outbox:
        outbox.drop_column("masked_to")
    with alter_table("users") as users:
        users.drop_column("suspended_until")
