"""Migrations, shipped with the product: one history for all engines.

Alembic is imported only to change tables, so that a start on current tables does not wait for the import.
"""

from functools import cache
from pathlib import Path

from sqlalchemy import TableClause, column, false, inspect, select, table, update

from gatepost.database import check_write, db, retry_if_disconnected
from gatepost.database.engines import READER

_VERSIONS = Path(__file__).parent / "versions"
_ALEMBICS: TableClause = table("alembic_version", column("version_num"))
_USERS: TableClause = table("users", column("uuid"))
_CHANGES_NOTHING = update(_USERS).where(false()).values(uuid="")


@cache
def head() -> str:
    """The newest revision, which this code needs. Files are named after their revisions, which count up."""
    return max(file.name for file in _VERSIONS.glob("[0-9]*_*.py")).partition("_")[0]


def current() -> str | None:
    """The revision of the database; None for an empty one."""

    def read() -> str | None:
        with db.engines[READER].connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            found: str | None = connection.scalar(select(_ALEMBICS.c.version_num))
            return found

    return retry_if_disconnected(read)


def is_current() -> bool:
    """Whether the tables are at the newest revision. Raises SQLAlchemyError if the database is away."""
    return current() == head()


def are_newer() -> bool:
    """Whether a newer version of Gatepost has made the tables. Revisions count up, and have one length."""
    found = current() or ""
    return found.isdecimal() and len(found) == len(head()) and found > head()


def problem_of_tables() -> tuple[str, str]:
    """Why the tables are not at the newest revision, beginning with *they*, and what to do about it."""
    if are_newer():
        problem = f"they are those of a newer version of Gatepost ({current()}; this one needs {head()})."
        return problem, "Run that version, or restore the back-up from before its upgrade."
    return "they are not up to date.", "Run: gatepost db upgrade"


def is_ready() -> bool:
    """Whether the tables are at the newest revision. Raises SQLAlchemyError if the database is away or read-only.

    A file of SQLite is not asked for a write, because the answer would wait for whoever writes to it at the moment.
    """
    if not is_current():
        return False
    if db.engine.dialect.name != "sqlite":
        check_write(_CHANGES_NOTHING)
    return True


def upgrade(revision: str = "head") -> None:
    """Upgrade the tables to *revision*. Of several processes that start together one does it. Raises BadSettings."""
    from gatepost.migrations.run import run_upgrade  # noqa: PLC0415  Alembic is late

    run_upgrade(revision)


def downgrade(revision: str) -> None:
    """Downgrade the tables to *revision* (``base``: no tables). Raises BadSettings."""
    from gatepost.migrations.run import run_downgrade  # noqa: PLC0415  Alembic is late

    run_downgrade(revision)
