"""``./dev lock``: write both locks. Versions stay as they are, unless the arguments ask for newer ones."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
UV = str(Path(sys.executable).parent / "uv")
OPTIONS = "--quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header"
GROUPS: dict[str, list[str]] = {"requirements.txt": [], "requirements-dev.txt": ["--group", "dev"]}


def main(arguments: list[str]) -> int:
    """Write the locks; stop at the first that cannot be written."""
    for lock, group in GROUPS.items():
        command = [UV, "pip", "compile", *OPTIONS.split(), *group, *arguments, "pyproject.toml", "-o", lock]
        if status := subprocess.call(command, cwd=ROOT):
            return status
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
