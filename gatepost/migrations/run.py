"""Migrations run by Alembic."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

from gatepost.database.engines import migration_engine
from gatepost.migrations import are_newer, problem_of_tables
from gatepost.migrations.lock import one_at_a_time
from gatepost.settings import BadSettings, settings

_FOLDER = Path(__file__).parent


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's configuration; its commands use *connection*."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def run_upgrade(revision: str) -> None:
    """Upgrade the tables to *revision*. Raises BadSettings for tables of an unknown revision."""
    with exclusive_connection() as connection:
        upgrade_on(connection, revision)


def run_downgrade(revision: str) -> None:
    """Downgrade the tables to *revision*. Raises BadSettings for an unknown revision."""
    with exclusive_connection() as connection:
        command.downgrade(configuration(connection), revision)


def upgrade_on(connection: Connection, revision: str = "head") -> None:
    """Upgrade the tables to *revision* on an exclusive *connection*."""
    command.upgrade(configuration(connection), revision)


@contextmanager
def exclusive_connection() -> Iterator[Connection]:
    """A connection that changes tables while no other process does (lock.py). Raises BadSettings."""
    engine = migration_engine(settings)
    try:
        with engine.connect() as connection, one_at_a_time(connection):
            yield connection
    except CommandError as error:
        if are_newer():
            problem, remedy = problem_of_tables()
            raise BadSettings(f"The tables {problem.removeprefix('they ')} {remedy}") from None
        raise BadSettings(
            f"The tables are not those of this version of Gatepost: {error}. If they are those of the founding"
            " document's application, run: gatepost adopt --dry-run"
        ) from None
    engine.dispose()
