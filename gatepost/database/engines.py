"""Set-up of the engines: two connection pools, one for writing and one for reading."""

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, ExceptionContext, NullPool, create_engine, event

from gatepost.database.address import DatabaseAddress, database_address
from gatepost.database.connection_settings import set_up_connections
from gatepost.database.parameters import driver_arguments
from gatepost.database.patience import LOOK, PatientPool
from gatepost.database.several_hosts import choose_among
from gatepost.database.sqlite import set_up_sqlite
from gatepost.settings import Settings

WRITER, READER = "writer", "reader"  # names of the two pools
LONGEST_MIGRATION = 600  # seconds that a process waits for another that migrates


def database_url(settings: Settings) -> URL:
    """The URL of the database, with the installed driver, for SQLAlchemy. Raises BadSettings."""
    return database_address(settings).url


def sqlite_file(settings: Settings) -> Path | None:
    """The database file; None for a database server."""
    url = database_url(settings)
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def engine_options(settings: Settings) -> dict[str, Any]:
    """The options of both pools. Logs of statements never hold values."""
    address, seconds = database_address(settings), settings.database_timeout.total_seconds()
    options: dict[str, Any] = {
        "url": address.url,
        "hide_parameters": True,
        "poolclass": PatientPool,
        "pool_size": settings.database_pool,
        "max_overflow": 0,
        "pool_timeout": LOOK,
        "connect_args": _limits(address, seconds) | connect_args(address),
    }
    return options if address.engine == "sqlite" else options | {"pool_recycle": 1800}


def writer_options(settings: Settings) -> dict[str, Any]:
    """The options of the pool for transactions.

    MySQL uses READ COMMITTED, because a claim must see rows that others committed, which REPEATABLE READ hides. SQLite
    has one connection, because a thread that waits for it is woken; a thread that waits for the file polls.
    """
    options = engine_options(settings) | {"pool_logging_name": WRITER}
    sqlite = options["url"].get_backend_name() == "sqlite"
    return options | ({"pool_size": 1} if sqlite else {"isolation_level": "READ COMMITTED", "pool_pre_ping": True})


def reader_options(settings: Settings) -> dict[str, Any]:
    """The options of the pool for single statements, each its own transaction: no rollback when one is returned."""
    alone = {"isolation_level": "AUTOCOMMIT", "pool_reset_on_return": None}
    return engine_options(settings) | alone | {"pool_logging_name": READER}


def connect_args(address: DatabaseAddress) -> dict[str, Any]:
    """The driver's arguments beside the URL: from the operator's parameters, and the encoding. Raises BadSettings."""
    match address.engine:
        case "mysql":
            return driver_arguments(address.url.get_driver_name(), address.parameters)
        case "postgresql":
            arguments = driver_arguments("psycopg", address.parameters)
            return {**_hosts_for_libpq(address), **arguments, "client_encoding": "utf8"}
        case _:
            return {}


def _hosts_for_libpq(address: DatabaseAddress) -> dict[str, Any]:
    """The arguments for several hosts: the first that takes writes is used, unless the operator asks for another."""
    if len(address.hosts) < 2:  # noqa: PLR2004
        return {}
    names = ",".join(host.name for host in address.hosts)
    ports = ",".join(str(host.port or "") for host in address.hosts)
    return {"host": names, "port": ports} | (
        {} if "target_session_attrs" in address.parameters else {"target_session_attrs": "read-write"}
    )


def _limits(address: DatabaseAddress, seconds: float) -> dict[str, Any]:
    """The time limits of a connection, unless the operator's parameters set them."""
    whole = max(1, round(seconds / max(1, len(address.hosts))))  # for each host
    limits: dict[str, dict[str, float]] = {
        "pymysql": {"connect_timeout": whole, "read_timeout": whole * 2, "write_timeout": whole * 2},
        "mysqldb": {"connect_timeout": whole},
        "psycopg": {"connect_timeout": whole},
        "pysqlite": {"timeout": seconds},
    }
    own = limits[address.url.get_driver_name()]
    return {name: limit for name, limit in own.items() if name not in address.parameters}


def set_up_engine(
    engine: Engine, settings: Settings, *, writer: bool, foreign_keys: bool = True, lock_timeout: float | None = None
) -> None:
    """Set up each connection of *engine*. *lock_timeout*: seconds instead of ``DATABASE_TIMEOUT``, on SQLite.

    A connection whose COMMIT failed is closed, on every engine, because a refused change must not be stored later.
    """
    if writer:
        event.listen(engine, "handle_error", _close_after_failed_commit)
    address = database_address(settings)
    limit = max(1, round(settings.database_timeout.total_seconds())) if lock_timeout is None else None
    set_up_connections(engine, writer=writer, limit=limit, prepare_always="prepare_threshold" in address.parameters)
    if address.engine == "mysql" and len(address.hosts) > 1:
        choose_among(address.hosts, engine, timeout=settings.database_timeout.total_seconds())
    if engine.dialect.name == "sqlite":
        seconds = settings.database_timeout.total_seconds() if lock_timeout is None else lock_timeout
        set_up_sqlite(engine, writer=writer, foreign_keys=foreign_keys, lock_timeout=seconds)


def _close_after_failed_commit(context: ExceptionContext) -> None:
    """Close the connection. Otherwise SQLAlchemy returns it to the pool with the transaction still open."""
    if context.statement is None:
        context.is_disconnect = True
        context.invalidate_pool_on_disconnect = False  # the others are good


def migration_engine(settings: Settings) -> Engine:
    """An engine for migrations, without the time limits of serving.

    On SQLite foreign keys are off, because a migration copies a table and drops the old one.
    """
    address = database_address(settings)
    engine = create_engine(address.url, connect_args=connect_args(address), poolclass=NullPool, hide_parameters=True)
    set_up_engine(engine, settings, writer=True, foreign_keys=False, lock_timeout=LONGEST_MIGRATION)
    return engine
