"""Examination of the file system of a SQLite database: it must be a disk of this machine."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from gatepost.database.engines import sqlite_file
from gatepost.doctor.finding import Finding
from gatepost.settings import Settings

MOUNTS = Path("/proc/self/mounts")  # Linux only; on other systems nothing is found
_REMOTE = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "glusterfs", "fuse.sshfs", "fuse.glusterfs"}
)
_IN_MEMORY = frozenset({"tmpfs", "ramfs"})


def examine_file_system(settings: Settings, mounts: Path = MOUNTS) -> Iterator[Finding]:
    """The findings on the file system. Locks and shared memory of SQLite in WAL mode do not work over a network."""
    file = sqlite_file(settings)
    kind = "" if file is None else _kind(file, mounts)
    if kind in _REMOTE:
        yield Finding(
            str(file),
            f"it is on another machine's disk ({kind}), where SQLite may lose or damage what it keeps.",
            "Put GATEPOST_INSTANCE on a disk of this machine, or use MariaDB or PostgreSQL.",
        )
    if kind in _IN_MEMORY:
        yield Finding(
            str(file),
            "it is in memory, and gone when this machine restarts.",
            "Put GATEPOST_INSTANCE on a disk.",
            grave=False,
        )


def _kind(file: Path, mounts: Path) -> str:
    """The kind of file system of *file*, which need not exist yet; empty if unknown."""
    try:
        lines = [line.split(" ") for line in mounts.read_text().splitlines()]
    except OSError:
        return ""
    path = Path(os.path.realpath(file))
    kinds = {Path(_decoded(line[1])): line[2] for line in lines}  # a later mount hides an earlier one
    return next((kinds[folder] for folder in (path, *path.parents) if folder in kinds), "")


def _decoded(text: str) -> str:
    r"""The path in a line of mounts, in which a space is written as ``\040``."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), text)
