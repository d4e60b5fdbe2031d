"""The history of the tables, shipped with the product: one for all engines."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from gatepost.database import db, retry_if_disconnected
from gatepost.database.engines import READER, migration_engine
from gatepost.migrations.lock import one_at_a_time
from gatepost.settings import settings

_FOLDER = Path(__file__).parent


def configuration(connection: Connection | None = None) -> Config:
    """What Alembic needs to know."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def head() -> str:
    """The revision that this version of the code is made for."""
    return str(ScriptDirectory.from_config(configuration()).get_current_head())


def current() -> str | None:
    """The revision of the database; None for an empty one."""

    def read() -> str | None:
        with db.engines[READER].connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()

    return retry_if_disconnected(read)


def is_current() -> bool:
    """Whether the database answers and has the tables that this code is made for."""
    return current() == head()


def upgrade(revision: str = "head") -> None:
    """Bring the tables to *revision*. Of several processes that start together one does it."""
    with _connected() as connection:
        command.upgrade(configuration(connection), revision)


def downgrade(revision: str) -> None:
    """Take the tables back to *revision* (``base``: none)."""
    with _connected() as connection:
        command.downgrade(configuration(connection), revision)


@contextmanager
def _connected() -> Iterator[Connection]:
    engine = migration_engine(settings)
    with engine.connect() as connection, one_at_a_time(connection):
        yield connection
    engine.dispose()
