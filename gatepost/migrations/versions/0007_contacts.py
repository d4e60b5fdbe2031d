"""Mobile numbers and e-mail addresses in a table of their own; pending ones and undos are named after it.

A run that was interrupted is finished by the next: as long as the table (or the first of the columns) that rows come
from is there, it is right.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from gatepost.database.types import Ascii, Folded, UtcTime
from gatepost.migrations.steps import alter_table, create_table, drop_table, has_column, has_table

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_KINDS = ("mobile", "email")
_COLUMNS: dict[str, Any] = {
    "mobile": sa.String(40),
    "mobile_key": Ascii(20),
    "mobile_verified_at": UtcTime(),
    "email": sa.String(254),
    "email_key": Folded(320),
    "email_verified_at": UtcTime(),
}
_contacts = sa.table("contacts", *map(sa.column, ("user_uuid", "kind", "place", "value", "key", "verified_at")))
_users = sa.table("users", *map(sa.column, ("uuid", *_COLUMNS)))


def upgrade() -> None:
    _create_contacts()
    if has_column("users", "mobile"):
        op.execute(_contacts.delete())
        for kind in _KINDS:
            op.execute(_copy_to_contacts(kind))
    _rename_pending("pending_addresses", to="pending_contacts")
    _rename_undos("address_undos", to="contact_undos")
    with alter_table("users") as users:
        for kind in _KINDS:
            users.drop_unique(f"uq_users_{kind}_key")
        for column in _COLUMNS:
            users.drop_column(column)
    if op.get_bind().dialect.name in ("mysql", "mariadb"):
        op.execute("ALTER TABLE users FORCE")  # a dropped column keeps its place in the rows until they are rewritten


def downgrade() -> None:
    """A user's further contacts of one kind have no place in the columns: only the primary ones are kept."""
    if has_table("contacts"):
        with alter_table("users") as users:
            for column, of_type in _COLUMNS.items():
                users.add_column(sa.Column(column, of_type))
            for kind in _KINDS:
                users.create_unique(f"uq_users_{kind}_key", [f"{kind}_key"])
        for kind in _KINDS:
            op.execute(_copy_to_users(kind))
    _rename_undos("contact_undos", to="address_undos")
    _rename_pending("pending_contacts", to="pending_addresses")
    drop_table("contacts")


def _create_contacts() -> None:
    create_table(
        "contacts",
        sa.Column("user_uuid", Ascii(36), nullable=False),
        sa.Column("kind", Ascii(10), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.String(254), nullable=False),
        sa.Column("key", Folded(320)),
        sa.Column("verified_at", UtcTime()),
        sa.PrimaryKeyConstraint("user_uuid", "kind", "place", name="pk_contacts"),
        sa.UniqueConstraint("kind", "key", name="uq_contacts_kind_key"),
        _of_a_user("contacts"),
        sqlite_with_rowid=False,
    )


def _copy_to_contacts(kind: str) -> sa.Insert:
    """A value that counts for nothing has no key, before and after."""
    written, key, verified_at = (_users.c[f"{kind}{part}"] for part in ("", "_key", "_verified_at"))
    facts: tuple[Any, ...] = (
        sa.literal_column(f"'{kind}'"),
        sa.literal_column("0"),
        sa.func.coalesce(written, key),
        key,
        verified_at,
    )
    copied = sa.select(_users.c.uuid, *facts).where(sa.or_(written.is_not(None), key.is_not(None)))
    return sa.insert(_contacts).from_select([column.name for column in _contacts.c], copied)


def _copy_to_users(kind: str) -> sa.Update:
    this = (_contacts.c.user_uuid == _users.c.uuid, _contacts.c.kind == sa.literal_column(f"'{kind}'"))
    primary = (*this, _contacts.c.place == sa.literal_column("0"))
    columns = {kind: "value", f"{kind}_key": "key", f"{kind}_verified_at": "verified_at"}
    copied = {name: sa.select(_contacts.c[from_]).where(*primary).scalar_subquery() for name, from_ in columns.items()}
    return sa.update(_users).values(copied)


def _rename_pending(name: str, *, to: str) -> None:
    """By a copy, because the names of indexes and constraints contain the table's."""
    columns = (*_address(), sa.Column("requested_at", UtcTime(), nullable=False))
    key = sa.PrimaryKeyConstraint("user_uuid", "kind", name=f"pk_{to}")
    _rename(name, to, columns, key, indexed=("kind_key", "requested_at"))


def _rename_undos(name: str, *, to: str) -> None:
    columns = (
        sa.Column("token_digest", Ascii(64), nullable=False),
        *_address(),
        sa.Column("verified_at", UtcTime()),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
    )
    _rename(name, to, columns, sa.PrimaryKeyConstraint("token_digest", name=f"pk_{to}"), ("user_uuid", "expires_at"))


def _rename(
    name: str, to: str, columns: tuple[sa.Column[Any], ...], key: sa.PrimaryKeyConstraint, indexed: tuple[str, ...]
) -> None:
    indexes = {f"ix_{to}_{index}": ["kind", "key"] if index == "kind_key" else [index] for index in indexed}
    create_table(to, *columns, key, _of_a_user(to), indexes=indexes)
    if has_table(name):
        names = [column.name for column in columns]
        before, after = (sa.table(each, *map(sa.column, names)) for each in (name, to))
        op.execute(after.delete())
        op.execute(sa.insert(after).from_select(names, sa.select(*before.c)))
        drop_table(name)


def _address() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("user_uuid", Ascii(36), nullable=False),
        sa.Column("kind", Ascii(10), nullable=False),
        sa.Column("value", sa.String(254), nullable=False),
        sa.Column("key", Folded(320), nullable=False),
    )


def _of_a_user(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["user_uuid"], ["users.uuid"], name=f"fk_{table}_user_uuid", ondelete="CASCADE")
