"""schemathesis examines the real server by its own description: right, wrong and stateful requests find nothing.

``GATEPOST_TEST_SEED=7 pytest tests/web/test_schemathesis.py`` takes other chances than the fixed ones.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from gatepost.app import create_app
from gatepost.environment import load_settings
from gatepost.oauth.clients import create_client
from gatepost.registration.administrator import create_administrator
from tests.servers.night import deeper
from tests.support.apps import CHEAP_HASHES
from tests.support.live import ROOT, Live, clean_environment
from tests.web.endpoints import basic
from tests.web.schemathesis_hooks import ADMINISTRATORS, PASSWORD

pytestmark = pytest.mark.walks_again

SECONDS = 900


def appoint(instance: Path) -> str:
    """Make the administrators, and give the header of a registered client."""
    with create_app(load_settings({}, instance=instance, **CHEAP_HASHES)).app_context():
        for number, username in enumerate(ADMINISTRATORS):
            create_administrator(username=username, mobile=f"0190{number:07}", email=None, password=PASSWORD)
        return basic(*create_client("schemathesis"))["Authorization"]


@pytest.mark.long
def test_schemathesis_finds_nothing(tmp_path: Path) -> None:
    with Live(tmp_path / "instance") as live:
        client = appoint(live.instance)
        config = ROOT / "tests/web/schemathesis.toml"
        seed = ["--seed", chosen] if (chosen := os.environ.get("GATEPOST_TEST_SEED")) else []
        examined = subprocess.run(
            [
                sys.executable,
                "-m",
                "schemathesis.cli",
                "--config-file",
                config,
                "run",
                f"{live.url}/openapi.json",
                "--max-examples",
                str(deeper(5, 25)),
                *seed,
            ],
            cwd=tmp_path,
            env=clean_environment(
                SERVICE_URL=live.url, SERVICE_CLIENT=client, NO_COLOR="1", PYTHONDONTWRITEBYTECODE="1"
            ),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert examined.returncode == 0, examined.stdout + examined.stderr
        cases = re.search(r"(\d+) generated", examined.stdout)
        assert cases, examined.stdout
        assert int(cases[1]) > 500
        assert "request.failed" not in live.log
        print(examined.stdout)
