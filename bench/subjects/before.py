"""Gatepost as it was at another commit, on the libraries of today."""

import io
import subprocess
import tarfile
from pathlib import Path

from bench.environment import HERE, CannotMeasure


def unpacked(commit: str, folder: Path) -> Path:
    """The files of *commit*, in a folder of its own within *folder*. Raises CannotMeasure if git does not know it."""
    done = subprocess.run(["git", "archive", commit], cwd=HERE.parent, capture_output=True, check=False, timeout=60)
    if done.returncode:
        raise CannotMeasure(f"git has no commit {commit}: {done.stderr.decode(errors='replace').strip()}")
    tree = folder / "trees" / commit.replace("/", "-")
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(tree, filter="data")
    return tree
