"""The database: SQLite, MariaDB/MySQL or PostgreSQL, behaving alike.

Writing goes through ``db.session`` and :func:`write`, and commits once, or through :func:`write_alone`; reading goes
through :func:`read_one`, :func:`read_all` and :class:`HotStatement`, which hold no transaction open.
"""

from gatepost.database.base import Base, db
from gatepost.database.faults import is_unavailable, violated_constraint, worth_a_retry
from gatepost.database.hot import HotClaim, HotStatement, RememberedStatement
from gatepost.database.reading import AnySelect, read_all, read_one, reading_engine, steadily
from gatepost.database.retry import until_it_passes
from gatepost.database.types import Ascii, Folded, UtcTime
from gatepost.database.writing import write, write_alone

__all__ = [
    "AnySelect",
    "Ascii",
    "Base",
    "Folded",
    "HotClaim",
    "HotStatement",
    "RememberedStatement",
    "UtcTime",
    "db",
    "is_unavailable",
    "read_all",
    "read_one",
    "reading_engine",
    "steadily",
    "until_it_passes",
    "violated_constraint",
    "worth_a_retry",
    "write",
    "write_alone",
]
