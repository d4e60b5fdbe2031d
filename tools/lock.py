"""``./dev lock``: write all locks. Versions stay as they are, unless the arguments ask for newer ones."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
UV = str(Path(sys.executable).parent / "uv")
OPTIONS = "--quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header"
PROJECT, SAME = ["pyproject.toml"], ["--constraints", "requirements-dev.txt"]  # one version of a library in all locks
LOCKS = {
    "requirements.txt": PROJECT,
    "requirements-dev.txt": [*PROJECT, "--group", "dev"],
    "deploy/requirements-image.txt": [*PROJECT, "--extra", "redis", *SAME],
    "deploy/requirements-build.txt": ["--group", "build", *SAME],
}


def main(arguments: list[str]) -> int:
    """Write the locks; stop at the first that cannot be written."""
    for lock, asked in LOCKS.items():
        command = [UV, "pip", "compile", *OPTIONS.split(), *asked, *arguments, "-o", lock]
        if status := subprocess.call(command, cwd=ROOT):
            return status
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
