"""Where the programs of a server are installed."""

import os
import re
from pathlib import Path

_HOMEBREW = ("/opt/homebrew/opt", "/usr/local/opt", "/home/linuxbrew/.linuxbrew/opt")


def system_folders() -> list[Path]:
    """``PATH``, and where servers live that are not meant to be typed."""
    path = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return [Path(folder) for folder in (*path, "/usr/sbin", "/usr/libexec", "/usr/local/sbin") if folder]


def homebrew_folders(formula: str) -> list[Path]:
    """The ``bin`` of *formula* and of its versions (``postgresql@17``), the newest first."""
    found = [kept for root in _HOMEBREW for kept in Path(root).glob(f"{formula}*/bin")]
    return newest_first(found)


def newest_first(folders: list[Path]) -> list[Path]:
    """*folders* by the version number in their names; one without a number counts as the newest."""
    return sorted(folders, key=_version, reverse=True)


def program(name: str, folders: list[Path]) -> Path | None:
    """The first executable *name* in *folders*."""
    return next((folder / name for folder in folders if os.access(folder / name, os.X_OK)), None)


def _version(folder: Path) -> tuple[float, ...]:
    numbers = re.findall(r"[0-9]+", str(folder))
    return tuple(float(number) for number in numbers) or (float("inf"),)
