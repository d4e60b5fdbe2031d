"""Builds wheels and source distributions, as the image and a release do."""

import subprocess
import sys
import zipfile
from pathlib import Path

from gatepost import __version__
from tests.support.live import clean_environment

INFORMATION = f"gatepost-{__version__}.dist-info"


def build_wheel(source: Path, into: Path, *, kind: str = "wheel", **environment: str) -> Path:
    """Build the checkout *source* with this environment's build tools; the file in the new folder *into*."""
    command = [sys.executable, "-m", "build", f"--{kind}", "--no-isolation", "--outdir", str(into), str(source)]
    built = subprocess.run(
        command, env=clean_environment(**environment), capture_output=True, text=True, timeout=120, check=False
    )
    assert built.returncode == 0, built.stdout + built.stderr
    (made,) = into.iterdir()
    return made


def read(wheel: Path, name: str) -> str:
    """A text file of *wheel*."""
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(name).decode()
