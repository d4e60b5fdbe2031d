"""The database: SQLite, MariaDB/MySQL or PostgreSQL, with the same behaviour.

Writes use ``db.session`` and :func:`write`, committed once, or :func:`write_alone`. Reads use :func:`read_one`,
:func:`read_all` and :class:`PreparedStatement`, which hold no transaction open.
"""

from gatepost.database.base import Base, db
from gatepost.database.bulk import BulkInsert, find_among
from gatepost.database.disk import has_disk_space, may_be_written
from gatepost.database.each import do_each
from gatepost.database.faults import is_conflict, is_read_only, is_unavailable, violated_constraint
from gatepost.database.prepared import PreparedClaim, PreparedStatement
from gatepost.database.reading import AnySelect, read_all, read_one, reading_engine, retry_if_disconnected
from gatepost.database.retry import commit_once, retry_on_conflict
from gatepost.database.types import Ascii, Folded, UtcTime
from gatepost.database.writing import check_write, write, write_alone

__all__ = [
    "AnySelect",
    "Ascii",
    "Base",
    "BulkInsert",
    "Folded",
    "PreparedClaim",
    "PreparedStatement",
    "UtcTime",
    "check_write",
    "commit_once",
    "db",
    "do_each",
    "find_among",
    "has_disk_space",
    "is_conflict",
    "is_read_only",
    "is_unavailable",
    "may_be_written",
    "read_all",
    "read_one",
    "reading_engine",
    "retry_if_disconnected",
    "retry_on_conflict",
    "violated_constraint",
    "write",
    "write_alone",
]
