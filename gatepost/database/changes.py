"""A commit marker for a SQLite file: as long as it is the same, cached rows are current.

Beside the database is a file of eight random bytes, which every process of ours maps into memory. Each commit writes a
new value before it is acknowledged. Writers need no lock, because no value is used twice. Rows are current if the
marker still has the value that it had when their query began.
"""

import mmap
import os
from contextlib import suppress
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from gatepost.crypto import random_bytes

_SIZE = 8
_BLANK = bytes(_SIZE)
_SUFFIX = "-changes"


class Changes:
    """The commit marker of one database file."""

    def __init__(self, database: str) -> None:
        descriptor = os.open(database + _SUFFIX, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            os.ftruncate(descriptor, _SIZE)
            self._shared = mmap.mmap(descriptor, _SIZE)
        finally:
            os.close(descriptor)
        if self.marker() == _BLANK:
            self.renew()

    def marker(self) -> bytes:
        """The value, which stays the same until the next commit."""
        return self._shared[:_SIZE]

    def renew(self) -> None:
        """Replace the value after a commit."""
        self._shared[:_SIZE] = random_bytes(_SIZE)


_by_engine: WeakKeyDictionary[Engine, Changes] = WeakKeyDictionary()


def changes_of(engine: Engine) -> Changes | None:
    """The marker of this engine's database; None if there is none."""
    return _by_engine.get(engine)


def watch_changes(engine: Engine, *, writer: bool) -> None:
    """Give a SQLite *engine* its marker, which each commit of a *writer* renews; none if the file cannot be made."""
    with suppress(OSError):
        changes = _by_engine[engine] = Changes(str(engine.url.database))
        if writer:
            _renew_after_commits(engine, changes)


def _renew_after_commits(engine: Engine, changes: Changes) -> None:
    commit = engine.dialect.do_commit

    def commit_and_renew(connection: Any) -> None:
        try:
            commit(connection)
        finally:  # a commit that failed may have been stored
            changes.renew()

    engine.dialect.do_commit = commit_and_renew  # type: ignore[assignment, method-assign]
