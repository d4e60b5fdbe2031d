"""``./dev check``: everything that is checked without a server."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROGRAMS = Path(sys.executable).parent
CHECKS = {
    "style": "ruff check --quiet . dev",
    "format": "ruff format --quiet --diff . dev",
    "types": "mypy",
    "imports": "lint-imports",
    "locks": "pytest -q --noconftest tests/development/test_locks.py",
    "pages": "python docs/generate.py --check",
    "clients": "python clients/generate.py --check",
    "mutants": "pytest -q --noconftest tests/mutants/test_apply.py",
}


def main() -> int:
    """Run every check, and show the output of each that fails."""
    failed = 0
    for name, command in CHECKS.items():
        begun = time.monotonic()
        status, output = run(command)
        print(f"{'FAILED' if status else 'ok':<8}{name:<9}{time.monotonic() - begun:5.1f} s   {command}", flush=True)
        if status:
            failed = 1
            print(output.rstrip(), flush=True)
    return failed


def run(command: str) -> tuple[int, str]:
    """Run one of .venv's programs in the checkout; give its exit status and all that it printed."""
    program, *arguments = command.split()
    ran = subprocess.run(
        [PROGRAMS / program, *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return ran.returncode, ran.stdout


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
