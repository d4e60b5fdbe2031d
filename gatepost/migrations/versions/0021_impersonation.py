"""Sessions in which staff act as a user: who, and from which session of theirs."""

import sqlalchemy as sa
from alembic import op

from gatepost.database.types import Ascii
from gatepost.migrations.steps import alter_table, has_column

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with alter_table("sessions") as sessions:
        sessions.add_column(sa.Column("actor_uuid", Ascii(36)))
        sessions.add_column(sa.Column("actor_session", Ascii(32)))


def downgrade() -> None:
    """The sessions go: the version before would take the tokens of staff for those of the users."""
    if has_column("sessions", "actor_uuid"):
        op.execute("DELETE FROM sessions WHERE actor_uuid IS NOT NULL")
    with alter_table("sessions") as sessions:
        sessions.drop_column("actor_session")
        sessions.drop_column("actor_uuid")
