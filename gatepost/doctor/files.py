"""Files that hold secrets: nobody else on this machine reads them."""

import stat
from collections.abc import Iterator
from pathlib import Path

from gatepost.doctor.finding import Finding
from gatepost.settings import Settings


def examine_files(settings: Settings) -> Iterator[Finding]:
    """``.env``, the data folder's secret, and the database where it is a file."""
    for path in (Path(".env"), settings.instance / "secret_key", *settings.instance.glob("*.db")):
        try:
            mode = path.stat().st_mode
        except OSError:
            continue
        if mode & (stat.S_IROTH | stat.S_IWOTH) and not _is_behind_a_closed_folder(path):
            yield Finding(str(path), "everybody on this machine may read it.", f"Run: chmod o-rw {path}")


def _is_behind_a_closed_folder(path: Path) -> bool:
    """Whether a folder on the way there lets nobody else through."""
    return any(not folder.stat().st_mode & stat.S_IXOTH for folder in path.absolute().parents)
