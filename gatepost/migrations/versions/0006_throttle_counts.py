"""One table for what the database counts: failed_attempts and allowances become throttle_counts, and back.

MariaDB and MySQL commit with each change of a table. So no step is done twice, and a run that was interrupted is
finished by the next: as long as the table that rows come from is there, it is the one that is right.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from gatepost.database.types import Ascii, UtcTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_OPTIONS: dict[str, Any] = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}

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
    if _exists("failed_attempts"):
        old = _attempts.c
        op.execute(_counts.delete().where(~_of_uses))
        op.execute(
            _counts.insert().from_select(
                ["key", "scope", "user_uuid", "count", "last_at"],
                sa.select(old.key, old.scope, old.user_uuid, old.failures, old.last_at),
            )
        )
        op.drop_table("failed_attempts")
    if _exists("allowances"):
        old = _allowances.c
        op.execute(_counts.delete().where(_of_uses))
        op.execute(
            _counts.insert().from_select(
                ["key", "scope", "count", "since", "last_at"],
                sa.select(old.key, sa.literal_column("'use'"), old.used, old.since, old.last_at),
            )
        )
        op.drop_table("allowances")


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
    if _exists("throttle_counts"):
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
        op.drop_table("throttle_counts")


def _create(table: str, *columns: sa.Column[Any], indexed: tuple[str, ...]) -> None:
    if not _exists(table):
        op.create_table(table, *columns, sa.PrimaryKeyConstraint("key", name=f"pk_{table}"), **_OPTIONS)
    there = {index["name"] for index in sa.inspect(op.get_bind()).get_indexes(table)}
    for column in indexed:
        if f"ix_{table}_{column}" not in there:
            op.create_index(f"ix_{table}_{column}", table, [column])


def _exists(table: str) -> bool:
    return sa.inspect(op.get_bind()).has_table(table)


def _text(name: str, length: int) -> sa.Column[Any]:
    return sa.Column(name, Ascii(length), nullable=False)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _time(name: str) -> sa.Column[Any]:
    return sa.Column(name, UtcTime(), nullable=False)
