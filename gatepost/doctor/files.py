"""Examination of files with secrets: other users of this machine must not read them."""

import stat
from collections.abc import Iterator
from pathlib import Path

from gatepost.database.engines import sqlite_file
from gatepost.doctor.finding import Finding
from gatepost.environment import named_secret_files
from gatepost.settings import Settings


def examine_files(settings: Settings) -> Iterator[Finding]:
    """The findings on ``.env``, the data folder's secret, and a SQLite database with the files beside it."""
    database = sqlite_file(settings)
    beside = [] if database is None else database.parent.glob(f"{database.name}*")
    found = {Path(".env"), settings.instance / "secret_key", *settings.instance.glob("*.db*"), *beside}
    for path in sorted(found):
        if _mode(path) & (stat.S_IROTH | stat.S_IWOTH) and not _is_behind_a_closed_folder(path):
            yield Finding(str(path), "everybody on this machine may read or change it.", f"Run: chmod o-rwx {path}")
    for folder in sorted({settings.instance, *([database.parent] if database else [])}):
        mode = _mode(folder)
        if mode & stat.S_IWOTH and not mode & stat.S_ISVTX and not _is_behind_a_closed_folder(folder):
            yield Finding(str(folder), "everybody on this machine may replace its files.", f"Run: chmod o-w {folder}")
    yield from _examine_secret_files(settings)


def _examine_secret_files(settings: Settings) -> Iterator[Finding]:
    """Examine the files that SECRET_KEY_FILE and its like name, and those of the providers.

    One that others may read is a warning only: container platforms make them so, and nobody else is in a container.
    """
    of_providers = {path for each in settings.providers for path in (each.client_secret_file, each.key_file) if path}
    for path in sorted({*named_secret_files(), *of_providers}):
        if _is_behind_a_closed_folder(path):
            continue
        if _mode(path) & stat.S_IWOTH:
            yield Finding(str(path), "everybody on this machine may change this secret.", f"Run: chmod o-rwx {path}")
        elif _mode(path) & stat.S_IROTH:
            problem = "everybody on this machine, or in this container, may read this secret."
            yield Finding(str(path), problem, "Give the file mode 0400.", grave=False)


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except OSError:  # it does not exist, or we cannot read it either
        return 0


def _is_behind_a_closed_folder(path: Path) -> bool:
    """Whether a parent folder denies access to other users."""
    return any(not _mode(folder) & stat.S_IXOTH for folder in path.absolute().parents)
