"""A copy of the source in which something may be broken."""

import shutil
import subprocess
from pathlib import Path


def copy_source(root: Path, target: Path) -> Path:
    """Copy what git knows of the checkout at *root*, and what is new there and not ignored, to *target*."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (root / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / name, target / name)
    return target
