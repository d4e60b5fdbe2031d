"""Examination of the disk of a SQLite database, as it is at the moment. It stops no start: much is only read."""

from collections.abc import Iterator

from gatepost.database import has_disk_space, may_be_written
from gatepost.database.engines import sqlite_file
from gatepost.doctor.finding import Finding
from gatepost.settings import Settings


def examine_disk(settings: Settings) -> Iterator[Finding]:
    """The findings that nothing can be written. A database server tells so by itself."""
    file = sqlite_file(settings)
    if file is None or not file.parent.exists():
        return
    if not has_disk_space(settings):
        yield Finding(str(file), "its disk is full: what changes anything is answered with 503.", "Make room there.")
    if not may_be_written(settings):
        yield Finding(
            str(file),
            "it cannot be written: its disk is read-only, or the file or its folder belongs to another user.",
            "Mount the disk for writing, or give both to the user who runs the service.",
        )
