"""Set-up of the engines: two connection pools, one for writing and one for reading."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, ExceptionContext, NullPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from gatepost.database.sqlite import set_up_sqlite
from gatepost.settings import BadSettings, Settings

READER = "reader"
LONGEST_MIGRATION = 600  # seconds that a process waits for another that migrates


def database_url(settings: Settings) -> URL:
    """The URL of the database, with the installed driver. Raises BadSettings."""
    if not settings.sqlalchemy_database_uri:
        return URL.create("sqlite", database=str(settings.instance / "gatepost.db"))
    try:
        url = make_url(settings.sqlalchemy_database_uri)
    except ArgumentError:
        raise BadSettings("SQLALCHEMY_DATABASE_URI: give an address such as mysql://user:password@host/name") from None
    engine, _, driver = url.drivername.partition("+")
    if engine in ("mysql", "mariadb"):
        driver = driver or ("mysqldb" if find_spec("MySQLdb") else "pymysql")
        return url.set(drivername=f"{engine}+{driver}").update_query_dict({"charset": "utf8mb4"})
    if engine in ("postgresql", "postgres"):
        return url.set(drivername=f"postgresql+{driver or 'psycopg'}")
    if engine == "sqlite" and url.database not in (None, "", ":memory:"):
        return url.set(database=str((settings.instance / str(url.database)).absolute()))
    if engine == "sqlite":
        raise BadSettings("SQLALCHEMY_DATABASE_URI: a database in memory forgets everything; name a file")
    raise BadSettings(f"SQLALCHEMY_DATABASE_URI: {engine} is not supported; use SQLite, MySQL/MariaDB or PostgreSQL")


def sqlite_file(settings: Settings) -> Path | None:
    """The database file; None for a database server."""
    url = database_url(settings)
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def engine_options(settings: Settings) -> dict[str, Any]:
    """The options of both pools. Logs of statements never hold values."""
    url, seconds = database_url(settings), settings.database_timeout.total_seconds()
    options: dict[str, Any] = {
        "url": url,
        "hide_parameters": True,
        "pool_size": settings.database_pool,
        "max_overflow": 0,
        "pool_timeout": seconds,
        "connect_args": _connect_args(url, seconds),
    }
    return options if url.get_backend_name() == "sqlite" else options | {"pool_recycle": 1800}


def writer_options(settings: Settings) -> dict[str, Any]:
    """The options of the pool for transactions.

    MySQL uses READ COMMITTED, because a claim must see rows that others committed, which REPEATABLE READ hides. SQLite
    has one connection, because a thread that waits for it is woken; a thread that waits for the file polls.
    """
    options = engine_options(settings) | {"pool_pre_ping": True}
    sqlite = options["url"].get_backend_name() == "sqlite"
    return options | ({"pool_size": 1} if sqlite else {"isolation_level": "READ COMMITTED"})


def reader_options(settings: Settings) -> dict[str, Any]:
    """The options of the pool for single statements, each its own transaction: no rollback when one is returned."""
    return engine_options(settings) | {"isolation_level": "AUTOCOMMIT", "pool_reset_on_return": None}


def _connect_args(url: URL, seconds: float) -> dict[str, Any]:
    whole = max(1, round(seconds))
    match url.get_driver_name():
        case "pymysql":
            wait = f"SET SESSION innodb_lock_wait_timeout = {whole}"
            return {
                "connect_timeout": whole,
                "read_timeout": whole * 2,
                "write_timeout": whole * 2,
                "init_command": wait,
            }
        case "mysqldb":
            return {"connect_timeout": whole, "init_command": f"SET SESSION innodb_lock_wait_timeout = {whole}"}
        case "psycopg":
            limits = f"-c lock_timeout={whole * 1000} -c statement_timeout={whole * 2000}"
            return {"connect_timeout": whole, "options": limits, "client_encoding": "utf8"}
        case "pysqlite":
            return {"timeout": seconds}
        case _:
            return {}


def set_up_engine(
    engine: Engine, settings: Settings, *, writer: bool, foreign_keys: bool = True, lock_timeout: float | None = None
) -> None:
    """Set up each connection of *engine*. *lock_timeout*: seconds, on SQLite, instead of ``DATABASE_TIMEOUT``.

    A connection whose COMMIT failed is closed, on every engine, because a refused change must not be stored later.
    """
    if writer:
        event.listen(engine, "handle_error", _close_after_failed_commit)
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
    engine = create_engine(database_url(settings), poolclass=NullPool, hide_parameters=True)
    set_up_engine(engine, settings, writer=True, foreign_keys=False, lock_timeout=LONGEST_MIGRATION)
    return engine
