"""A start imports what it needs, and no more."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.live import ROOT, clean_environment

LATE = (
    *("alembic", "phonenumbers", "zxcvbn", "email_validator", "webauthn", "babel.core", "passlib", "ijson"),
    "gatepost.passwords.legacy.schemes.bcrypts",
)
OBSERVING = ("prometheus_client", "opentelemetry")


@pytest.mark.parametrize("module", ["gatepost.cli", "gatepost.serving.server"])
def test_a_start_imports_no_tables_of_numbers_and_passwords_no_migrations_and_no_passkeys(module: str) -> None:
    program = f"import sys, {module}; print([name for name in {LATE} if name in sys.modules])"
    assert printed_by(program) == "[]\n"


def test_a_worker_without_metrics_and_traces_imports_none_of_their_libraries(tmp_path: Path) -> None:
    program = f"import sys, gatepost.wsgi; print([name for name in {OBSERVING} if name in sys.modules])"
    assert printed_by(program, GATEPOST_INSTANCE=str(tmp_path)) == "[]\n"


def printed_by(program: str, **settings: str) -> str:
    command = [sys.executable, "-c", program]
    environment = clean_environment(**settings)
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return ran.stdout
