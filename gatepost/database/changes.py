"""Whether anything was committed to a SQLite file, known without asking SQLite: what was read stays true until then.

Beside the database lies a file of eight random bytes, which every process of ours maps into its memory. Whoever
commits writes new ones, before anybody is told that the commit is done. Values are never used twice, so writers need no
lock, and a value that was there when a reading began vouches for what it gave until it is replaced.
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
    """The mark of one database file."""

    def __init__(self, database: str) -> None:
        descriptor = os.open(database + _SUFFIX, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            os.ftruncate(descriptor, _SIZE)
            self._shared = mmap.mmap(descriptor, _SIZE)
        finally:
            os.close(descriptor)
        if self.mark() == _BLANK:
            self.tell()

    def mark(self) -> bytes:
        """What stays the same as long as nothing is committed."""
        return self._shared[:_SIZE]

    def tell(self) -> None:
        """Say that something was committed."""
        self._shared[:_SIZE] = random_bytes(_SIZE)


_by_engine: WeakKeyDictionary[Engine, Changes] = WeakKeyDictionary()


def changes_of(engine: Engine) -> Changes | None:
    """The mark of this engine's database, where there is one."""
    return _by_engine.get(engine)


def watch_changes(engine: Engine, *, writer: bool) -> None:
    """Give a SQLite *engine* its mark, which each commit of a *writer* changes. Without the file it has none."""
    with suppress(OSError):
        changes = _by_engine[engine] = Changes(str(engine.url.database))
        if writer:
            _tell_after_commits(engine, changes)


def _tell_after_commits(engine: Engine, changes: Changes) -> None:
    commit = engine.dialect.do_commit

    def commit_and_tell(connection: Any) -> None:
        try:
            commit(connection)
        finally:  # of a commit that failed nobody knows how far it came
            changes.tell()

    engine.dialect.do_commit = commit_and_tell  # type: ignore[assignment, method-assign]
