"""A second secret of clients while they change it; and an index by which the console counts events by hour."""

import sqlalchemy as sa

from gatepost.database.types import Ascii
from gatepost.migrations.steps import alter_table, create_index, drop_index

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with alter_table("oauth_clients") as clients:
        clients.add_column(sa.Column("old_secret_digest", Ascii(64)))
    create_index("ix_audit_events_event_at", "audit_events", ["event", "at"])


def downgrade() -> None:
    drop_index("ix_audit_events_event_at", "audit_events")
    with alter_table("oauth_clients") as clients:
        clients.drop_column("old_secret_digest")
