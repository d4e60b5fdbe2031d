"""How each engine is reached and set up: two pools of connections, one that writes and one that reads."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, ExceptionContext, NullPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from gatepost.database.sqlite import set_up_sqlite
from gatepost.settings import BadSettings, Settings

READER = "reader"
LONGEST_MIGRATION = 600  # seconds that one process waits for another that changes the tables


def database_url(settings: Settings) -> URL:
    """The address of the database, with the driver that is installed."""
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
    """The file that is the database, where it is one."""
    url = database_url(settings)
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def engine_options(settings: Settings) -> dict[str, Any]:
    """What both pools share. Statements are never logged with their values."""
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
    """Transactions. On MySQL a claim must see what others committed, so not its default REPEATABLE READ.

    SQLite has one writer at a time: a thread that waits for a connection is woken, one that waits for the file polls.
    """
    options = engine_options(settings) | {"pool_pre_ping": True}
    sqlite = options["url"].get_backend_name() == "sqlite"
    return options | ({"pool_size": 1} if sqlite else {"isolation_level": "READ COMMITTED"})


def reader_options(settings: Settings) -> dict[str, Any]:
    """Single statements, each its own transaction; nothing to roll back when one is given back."""
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


def prepare(
    engine: Engine, settings: Settings, *, writer: bool, foreign_keys: bool = True, patience: float | None = None
) -> None:
    """What is done to each connection of *engine*. *patience*: seconds, on SQLite, instead of ``DATABASE_TIMEOUT``.

    One whose COMMIT failed is not used again, on every engine: what was refused must not be stored later.
    """
    if writer:
        event.listen(engine, "handle_error", _distrust)
    if engine.dialect.name == "sqlite":
        seconds = settings.database_timeout.total_seconds() if patience is None else patience
        set_up_sqlite(engine, writer=writer, foreign_keys=foreign_keys, patience=seconds)


def _distrust(context: ExceptionContext) -> None:
    """Close a connection on which ending a transaction failed; SQLAlchemy would give it back with that still open."""
    if context.statement is None:
        context.is_disconnect = True
        context.invalidate_pool_on_disconnect = False  # the others have done nothing wrong


def migration_engine(settings: Settings) -> Engine:
    """For changing tables: without the time limits of serving.

    On SQLite without foreign keys too, for a table is changed there by copying it and dropping the old one.
    """
    engine = create_engine(database_url(settings), poolclass=NullPool, hide_parameters=True)
    prepare(engine, settings, writer=True, foreign_keys=False, patience=LONGEST_MIGRATION)
    return engine
