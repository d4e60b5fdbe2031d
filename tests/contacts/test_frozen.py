"""An identifier has the normal form that it had when it was stored, whatever libraries and Python think of it now."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contacts.frozen import differences, lines

ROOT = Path(__file__).parents[2]
DECIDING = ["phonenumbers", "email-validator", "idna"]


@pytest.mark.asvs("1.1.1")
def test_the_locked_libraries_give_the_frozen_forms(tmp_path: Path) -> None:
    assert list(differences(tmp_path)) == []


def test_at_least_a_hundred_numbers_are_frozen() -> None:
    assert len(lines("contacts/frozen_numbers.csv")) >= 100


@pytest.mark.skipif(
    "GATEPOST_TEST_NEWEST_LIBRARIES" not in os.environ,
    reason="env GATEPOST_TEST_NEWEST_LIBRARIES=1 ./dev test tests/contacts/test_frozen.py asks the package index",
)
def test_the_newest_libraries_give_the_frozen_forms(tmp_path: Path) -> None:
    newest = tmp_path / "newest"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--upgrade", "--target", str(newest)]
    subprocess.run([*pip, *DECIDING], check=True, timeout=300)
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(newest)}
    told = subprocess.run(
        [sys.executable, "-m", "tests.contacts.frozen"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (told.returncode, told.stdout) == (0, "No difference.\n"), told.stdout + told.stderr
