"""The disk of a SQLite database: whether there is room on it, and whether it takes writes."""

import os
import shutil

from gatepost.database.engines import sqlite_file
from gatepost.settings import Settings

_LEAST_FREE = 1024 * 1024  # bytes; a commit needs some pages in the log beside the database


def has_disk_space(settings: Settings) -> bool:
    """Whether SQLite can still write. A database server tells by itself that its disk is full."""
    file = sqlite_file(settings)
    return file is None or shutil.disk_usage(file.parent).free >= _LEAST_FREE


def may_be_written(settings: Settings) -> bool:
    """Whether this process may write SQLite's file, and beside it: the disk is not read-only, and the files are its."""
    file = sqlite_file(settings)
    return file is None or all(os.access(each, os.W_OK) for each in (file.parent, file) if each.exists())
