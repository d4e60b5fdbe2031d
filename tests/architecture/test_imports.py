"""A start imports what it needs, and no more."""

import subprocess
import sys

import pytest

from tests.support.live import ROOT, clean_environment

LATE = ("alembic", "phonenumbers", "zxcvbn", "email_validator")


@pytest.mark.parametrize("module", ["gatepost.cli", "gatepost.serving.server"])
def test_a_start_imports_no_tables_of_numbers_passwords_and_migrations(module: str) -> None:
    program = f"import sys, {module}; print([name for name in {LATE} if name in sys.modules])"
    command = [sys.executable, "-c", program]
    ran = subprocess.run(command, cwd=ROOT, env=clean_environment(), capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
