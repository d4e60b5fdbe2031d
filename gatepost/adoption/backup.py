"""Back up the file of a SQLite database before it is changed."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from gatepost.settings import BadSettings


def back_up(file: Path) -> Path:
    """Copy the database *file*, as it is committed, to one beside it that its owner alone may read.

    It is written under another name first, so that a file with the final name is whole. It replaces the one of a run
    that was killed. Raises BadSettings.
    """
    final = file.with_name(f"{file.name}.before-gatepost")
    part = file.with_name(f"{final.name}.part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        _copy(file, part)
        part.replace(final)
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise BadSettings(f"The backup beside {file} cannot be written: {error}. Nothing was changed.") from None
    return final


def _copy(file: Path, part: Path) -> None:
    """By SQLite's online backup, which also sees what stands in the write-ahead log. The copy is one file."""
    with (
        closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(part)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        (verdict,) = copy.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)
