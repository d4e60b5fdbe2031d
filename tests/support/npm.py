"""Packages from npm, pinned by the locks of folders of the tests."""

import shutil
import subprocess
from pathlib import Path

from tests.support.ci import skip_outside_ci


def install(package: Path, folder: Path) -> Path:
    """Copy *package* into *folder*, and install there what its lock says."""
    if not shutil.which("node") or not shutil.which("npm"):
        skip_outside_ci("node and npm are not installed: ./dev servers")
    shutil.copytree(package, folder, ignore=shutil.ignore_patterns("node_modules", "dist"), dirs_exist_ok=True)
    command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    installed = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    if installed.returncode:
        skip_outside_ci(f"npm ci did not work, perhaps for want of a network:\n{installed.stderr}")
    return folder
