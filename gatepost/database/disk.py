"""Room on the disk of a SQLite database."""

import shutil

from gatepost.database.engines import sqlite_file
from gatepost.settings import Settings

_LEAST_FREE = 1024 * 1024  # bytes; a commit needs some pages in the log beside the database


def has_disk_space(settings: Settings) -> bool:
    """Whether SQLite can still write. A database server tells by itself that its disk is full."""
    file = sqlite_file(settings)
    return file is None or shutil.disk_usage(file.parent).free >= _LEAST_FREE
