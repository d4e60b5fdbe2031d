"""Examination of the database: durability of commits, and its clock."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text

from gatepost import clock
from gatepost.database import reading_engine
from gatepost.doctor.finding import Finding

_MOST_SKEW = 5.0  # seconds
# Values that a commit needs to survive a crash of the machine, by engine; the first is recommended.
_DURABLE = {
    "postgresql": {
        "fsync": ["on"],
        "full_page_writes": ["on"],
        "synchronous_commit": ["on", "local", "remote_write", "remote_apply"],
    },
    "mysql": {
        "innodb_flush_log_at_trx_commit": ["1"],
        "innodb_doublewrite": ["ON", "1", "DETECT_AND_RECOVER"],
        "sync_binlog": ["1"],
    },
}
_OF_PAGES = frozenset({"full_page_writes", "innodb_doublewrite"})
_NOW = {"sqlite": None, "postgresql": "SELECT clock_timestamp() AT TIME ZONE 'UTC'", "mysql": "SELECT UTC_TIMESTAMP(6)"}
READ_ONLY = Finding(
    "The database",
    "its server takes no writes: it is a standby, or was set to read only.",
    "Name the primary in SQLALCHEMY_DATABASE_URI, or let this server take writes.",
)


def examine_durability() -> Iterator[Finding]:
    """Settings of the server that could lose an acknowledged write. On SQLite we set them ourselves."""
    for name, wanted in _DURABLE.get(_engine(), {}).items():
        found = str(_ask(f"SHOW {name}" if _engine() == "postgresql" else f"SELECT @@{name}"))
        if name == "sync_binlog" and not _ask("SELECT @@log_bin"):
            continue  # without a binary log, its synchronization does not matter
        if found not in wanted:
            unless = " (not on a disk that never writes half a page, as ZFS)" if name in _OF_PAGES else ""
            yield Finding(
                f"The database's {name}",
                f"it is {found}: what was acknowledged may be lost when the machine crashes{unless}.",
                f"Set it to {wanted[0]} at the server.",
                grave=not unless,
            )


def examine_clock() -> Iterator[Finding]:
    """The server's clock against ours: codes and tokens expire by ours, on every machine."""
    question = _NOW[_engine()]
    if question is None:
        return
    told = _ask(question)
    theirs = told.replace(tzinfo=UTC) if isinstance(told, datetime) else clock.now()
    skew = (theirs - clock.now()).total_seconds()
    if abs(skew) > _MOST_SKEW:
        yield Finding(
            "The clock",
            f"this machine and the database's are {abs(skew):.0f} seconds apart.",
            "Let both keep time by NTP.",
        )


def _engine() -> str:
    name = reading_engine().dialect.name
    return "mysql" if name == "mariadb" else name


def _ask(question: str) -> Any:
    with reading_engine().connect() as connection:
        return connection.execute(text(question)).scalar()
