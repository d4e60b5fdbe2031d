"""A start imports what it needs, and no more."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.live import ROOT, clean_environment

LATE = (
    *("alembic", "phonenumbers", "zxcvbn", "email_validator", "webauthn", "babel.core", "passlib", "ijson"),
    *("joserfc", "authlib", "segno", "gatepost.passwords.legacy.schemes.bcrypts", "gatepost.passwords.legacy.systems"),
    *("gatepost.imports", "gatepost.adoption.adopt", "gatepost.commands.doctor", "gatepost.commands.users"),
)
OF_PROVIDERS = ("authlib.oidc.core", "authlib.oauth2.rfc6749.parameters", "joserfc.jwt", "joserfc.jwk")
OBSERVING = ("prometheus_client", "opentelemetry")


@pytest.mark.parametrize("module", ["gatepost.cli", "gatepost.commands.serve", "gatepost.serving.worker"])
def test_a_start_imports_no_tables_of_numbers_and_passwords_no_migrations_no_passkeys_and_no_other_command(
    module: str,
) -> None:
    program = f"import sys, {module}; print([name for name in {LATE} if name in sys.modules])"
    assert printed_by(program) == "[]\n"


def test_the_probe_of_a_container_imports_no_application() -> None:
    program = "import sys, gatepost.cli, gatepost.commands.probe; print('gatepost.app' in sys.modules)"
    assert printed_by(program) == "False\n"


def test_a_service_with_providers_has_their_libraries_before_it_forks_workers(tmp_path: Path) -> None:
    given = json.dumps([{"name": "google", "client_id": "a", "client_secret": "b"}])
    settings = {"GATEPOST_INSTANCE": str(tmp_path), "GATEPOST_PROVIDERS": given}
    program = f"import sys, gatepost.wsgi; print([name for name in {OF_PROVIDERS} if name not in sys.modules])"
    assert printed_by(program, **settings) == "[]\n"


def test_a_worker_without_metrics_and_traces_imports_none_of_their_libraries(tmp_path: Path) -> None:
    program = f"import sys, gatepost.wsgi; print([name for name in {OBSERVING} if name in sys.modules])"
    assert printed_by(program, GATEPOST_INSTANCE=str(tmp_path)) == "[]\n"


def printed_by(program: str, **settings: str) -> str:
    command = [sys.executable, "-c", program]
    environment = clean_environment(**settings)
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return ran.stdout
