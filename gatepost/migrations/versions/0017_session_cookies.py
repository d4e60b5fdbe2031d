"""A digest of the secret in the cookie, for sessions that have one in place of tokens."""

import sqlalchemy as sa

from gatepost.database.types import Ascii
from gatepost.migrations.steps import alter_table

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with alter_table("sessions") as sessions:
        sessions.add_column(sa.Column("cookie_digest", Ascii(64)))


def downgrade() -> None:
    """Sessions in cookies are over from then on: nothing can be refreshed or asked by them."""
    with alter_table("sessions") as sessions:
        sessions.drop_column("cookie_digest")
