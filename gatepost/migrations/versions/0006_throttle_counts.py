"""One table for what the database counts: failed_attempts and allowances become throttle_counts, and back.

A run that was interrupted is finished by the next: as long as the table that rows come from is there, it is the one
that is right.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from gatepost.database.types import Ascii, UtcTime
from gatepost.migrations.steps import create_table, drop_table, has_table

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_counts = sa.table("throttle_counts", *map(sa.column, ("key", "scope", "user_uuid", "count", "since", "last_at")))
_attempts = sa.table("failed_attempts", *map(sa.column, ("key", "user_uuid", "scope", "failures", "last_at")))
_allowances = sa.table("allowances", *map(sa.column, ("key", "used", "since", "last_at")))
_of_uses = _counts.c.scope == "use"


def upgrade() -> None:
    _create(
        "throttle_counts",
        _text("key", 64),
        _text("scope", 10),
        sa.Column("user_uuid", Ascii(36)),
        _number("count"),
        sa.Column("since", UtcTime()),
        _time("last_at"),
        indexed=("user_uuid", "last_at"),
    )
    if has_table("failed_attempts"):
        old = _attempts.c
        op.execute(_counts.delete().where(~_of_uses))
        op.execute(
            _counts.insert().from_select(
                ["key", "scope", "user_uuid", "count", "last_at"],
                sa.select(old.key, old.scope, old.user_uuid, old.failures, old.last_at),
            )
        )
        drop_table("failed_attempts")
    if has_table("allowances"):
        old = _allowances.c
        op.execute(_counts.delete().where(_of_uses))
        op.execute(
            _counts.insert().from_select(
                ["key", "scope", "count", "since", "last_at"],
                sa.select(old.key, sa.literal_column("'use'"), old.used, old.since, old.last_at),
            )
        )
        drop_table("allowances")


def downgrade() -> None:
    _create(
        "failed_attempts",
        _text("key", 64),
        sa.Column("user_uuid", Ascii(36)),
        _text("scope", 10),
        _number("failures"),
        _time("last_at"),
        indexed=("user_uuid", "last_at"),
    )
    _create("allowances", _text("key", 64), _number("used"), _time("since"), _time("last_at"), indexed=("last_at",))
    if has_table("throttle_counts"):
        new = _counts.c
        op.execute(_attempts.delete())
        op.execute(
            _attempts.insert().from_select(
                ["key", "user_uuid", "scope", "failures", "last_at"],
                sa.select(new.key, new.user_uuid, new.scope, new.count, new.last_at).where(~_of_uses),
            )
        )
        op.execute(_allowances.delete())
        op.execute(
            _allowances.insert().from_select(
                ["key", "used", "since", "last_at"],
                sa.select(new.key, new.count, new.since, new.last_at).where(_of_uses),
            )
        )
        drop_table("throttle_counts")


def _create(table: str, *columns: sa.Column[Any], indexed: tuple[str, ...]) -> None:
    indexes = {f"ix_{table}_{column}": [column] for column in indexed}
    create_table(table, *columns, sa.PrimaryKeyConstraint("key", name=f"pk_{table}"), indexes=indexes)


def _text(name: str, length: int) -> sa.Column[Any]:
    return sa.Column(name, Ascii(length), nullable=False)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _time(name: str) -> sa.Column[Any]:
    return sa.Column(name, UtcTime(), nullable=False)
