"""Mobile numbers and e-mail addresses in a table of their own; pending ones and undos are named after it.

MariaDB and MySQL commit with each change of a table. So no step is done twice, and a run that was interrupted is
finished by the next: as long as the table (or the first of the columns) that rows come from is there, it is right.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from gatepost.database.types import Ascii, Folded, UtcTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_OPTIONS: dict[str, Any] = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}
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
    if not _exists("contacts"):
        _create_contacts()
    if "mobile" in _columns_of_users():
        op.execute(_contacts.delete())
        for kind in _KINDS:
            op.execute(_copy_to_contacts(kind))
    _rename_pending("pending_addresses", to="pending_contacts")
    _rename_undos("address_undos", to="contact_undos")
    there = _columns_of_users()
    with op.batch_alter_table("users") as users:
        for constraint in _constraints_of_users():
            users.drop_constraint(constraint, type_="unique")
        for column in _COLUMNS:
            if column in there:
                users.drop_column(column)
    if op.get_bind().dialect.name in ("mysql", "mariadb"):
        op.execute("ALTER TABLE users FORCE")  # a dropped column keeps its place in the rows until they are rewritten


def downgrade() -> None:
    """A user's further contacts of one kind have no place in the columns: only the primary ones are kept."""
    if _exists("contacts"):
        there, constraints = _columns_of_users(), _constraints_of_users()
        with op.batch_alter_table("users") as users:
            for column, of_type in _COLUMNS.items():
                if column not in there:
                    users.add_column(sa.Column(column, of_type))
            for kind in _KINDS:
                if f"uq_users_{kind}_key" not in constraints:
                    users.create_unique_constraint(f"uq_users_{kind}_key", [f"{kind}_key"])
        for kind in _KINDS:
            op.execute(_copy_to_users(kind))
    _rename_undos("contact_undos", to="address_undos")
    _rename_pending("pending_contacts", to="pending_addresses")
    if _exists("contacts"):
        op.drop_table("contacts")


def _create_contacts() -> None:
    op.create_table(
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
        **_OPTIONS,
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
    if not _exists(to):
        op.create_table(to, *columns, key, _of_a_user(to), **_OPTIONS)
    there = {index["name"] for index in sa.inspect(op.get_bind()).get_indexes(to)}
    for index in indexed:
        if f"ix_{to}_{index}" not in there:
            op.create_index(f"ix_{to}_{index}", to, ["kind", "key"] if index == "kind_key" else [index])
    if _exists(name):
        names = [column.name for column in columns]
        before, after = (sa.table(each, *map(sa.column, names)) for each in (name, to))
        op.execute(after.delete())
        op.execute(sa.insert(after).from_select(names, sa.select(*before.c)))
        op.drop_table(name)


def _address() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("user_uuid", Ascii(36), nullable=False),
        sa.Column("kind", Ascii(10), nullable=False),
        sa.Column("value", sa.String(254), nullable=False),
        sa.Column("key", Folded(320), nullable=False),
    )


def _of_a_user(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["user_uuid"], ["users.uuid"], name=f"fk_{table}_user_uuid", ondelete="CASCADE")


def _exists(table: str) -> bool:
    return sa.inspect(op.get_bind()).has_table(table)


def _columns_of_users() -> set[str]:
    return {column["name"] for column in sa.inspect(op.get_bind()).get_columns("users")}


def _constraints_of_users() -> list[str]:
    found = {each["name"] for each in sa.inspect(op.get_bind()).get_unique_constraints("users")}
    return [name for kind in _KINDS if (name := f"uq_users_{kind}_key") in found]
