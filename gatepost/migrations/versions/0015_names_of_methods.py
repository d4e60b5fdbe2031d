"""Room for the names of all methods by which a session was authenticated."""

import sqlalchemy as sa
from alembic import op

from gatepost.database.types import Ascii
from gatepost.migrations.steps import alter_table

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_BEFORE, _NOW = 50, 100


def upgrade() -> None:
    with alter_table("sessions") as sessions:
        sessions.set_length("authenticated_by", Ascii(_BEFORE), to=Ascii(_NOW), nullable=False)


def downgrade() -> None:
    """The names that do not fit are cut off: they are only shown."""
    table = sa.table("sessions", sa.column("authenticated_by"))
    cut = sa.func.substr(table.c.authenticated_by, 1, _BEFORE)
    op.execute(sa.update(table).where(sa.func.length(table.c.authenticated_by) > _BEFORE).values(authenticated_by=cut))
    with alter_table("sessions") as sessions:
        sessions.set_length("authenticated_by", Ascii(_NOW), to=Ascii(_BEFORE), nullable=False)
