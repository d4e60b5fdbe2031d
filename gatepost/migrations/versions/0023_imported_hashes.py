"""Room for password hashes of other systems, with their settings."""

import sqlalchemy as sa
from alembic import op

from gatepost.database.types import Ascii
from gatepost.migrations.steps import alter_table

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_BEFORE, _NOW = 255, 2000
_NO_PASSWORD = "!"  # noqa: S105  in place of a hash


def upgrade() -> None:
    with alter_table("users") as users:
        users.set_length("password_hash", Ascii(_BEFORE), to=Ascii(_NOW), nullable=False)


def downgrade() -> None:
    """Users whose imported hash does not fit have no password then: they set one by a code."""
    table = sa.table("users", sa.column("password_hash"))
    too_long = sa.func.length(table.c.password_hash) > _BEFORE
    op.execute(sa.update(table).where(too_long).values(password_hash=_NO_PASSWORD))
    with alter_table("users") as users:
        users.set_length("password_hash", Ascii(_NOW), to=Ascii(_BEFORE), nullable=False)
