"""compose.yaml: valid, every service without privileges, and nobody starts before what it needs."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from gatepost.environment import load_settings
from tests.deploy.files import COMPOSE, LONGEST_STOP, judge, load, longest_start, seconds
from tests.support.live import ROOT

FILE = load(COMPOSE)
SERVICES = FILE["services"]
each_service = pytest.mark.parametrize("name", SERVICES)


def test_it_is_valid() -> None:
    judged = judge("check-jsonschema", "--builtin-schema", "vendor.compose-spec", COMPOSE)
    assert judged.returncode == 0, judged.stdout


def test_a_wrong_word_is_noticed(tmp_path: Path) -> None:
    spoiled = tmp_path / "compose.yaml"
    spoiled.write_text(COMPOSE.read_text().replace("    stop_grace_period: 15s", "    stop_grace_perio: 15s"))
    judged = judge("check-jsonschema", "--builtin-schema", "vendor.compose-spec", spoiled)
    assert (judged.returncode, "stop_grace_perio" in judged.stdout) == (1, True)


@each_service
def test_every_service_runs_without_privileges_on_a_read_only_root(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"cap_add", "privileged", "network_mode", "pid"} & service.keys()
    assert service.get("user") != "root"


@each_service
def test_every_image_has_a_version(name: str) -> None:
    assert re.search(r":\d", SERVICES[name]["image"])


@each_service
def test_nobody_starts_before_what_it_needs(name: str) -> None:
    for needed, how in SERVICES[name].get("depends_on", {}).items():
        if how["condition"] == "service_healthy":
            assert SERVICES[needed]["healthcheck"]["test"][0] == "CMD"
        else:
            assert (how["condition"], SERVICES[needed]["restart"]) == ("service_completed_successfully", "no")


def test_the_tables_are_upgraded_before_gatepost_starts() -> None:
    assert SERVICES["migration"]["command"] == ["db", "upgrade"]
    assert "migration" in SERVICES["gatepost"]["depends_on"]
    assert SERVICES["migration"]["environment"] == SERVICES["gatepost"]["environment"]


def test_gatepost_has_time_to_start_and_to_stop() -> None:
    assert seconds(SERVICES["gatepost"]["stop_grace_period"]) > LONGEST_STOP
    assert seconds(SERVICES["gatepost"]["healthcheck"]["start_period"]) >= longest_start()


def test_only_nginx_is_reached_from_outside_and_on_this_machine_only() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert list(published) == ["nginx"]
    assert all(port.startswith("127.0.0.1:") for port in published["nginx"])
    assert FILE["networks"]["inside"]["internal"] is True
    assert SERVICES["postgres"]["networks"] == SERVICES["redis"]["networks"] == ["inside"]


def test_gatepost_trusts_the_address_of_nginx_and_nginx_asks_that_of_gatepost() -> None:
    addresses = {name: SERVICES[name]["networks"]["front"]["ipv4_address"] for name in ("nginx", "gatepost")}
    assert SERVICES["gatepost"]["environment"]["GATEPOST_TRUSTED_PROXIES"] == addresses["nginx"]
    assert f"proxy_pass http://{addresses['gatepost']}:8087;" in (COMPOSE.parent / "nginx.conf").read_text()


@pytest.mark.asvs("13.3.1")
def test_the_secrets_are_made_once_and_fit(tmp_path: Path) -> None:
    script = Path(shutil.copy(COMPOSE.parent / "make-secrets", tmp_path))
    for status in (0, 1):
        made = subprocess.run([script], capture_output=True, text=True, timeout=20, check=False)
        assert (made.returncode != 0) == bool(status)
    folder = tmp_path / "secrets"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {secret["file"] for secret in FILE["secrets"].values()} == {
        f"secrets/{path.name}" for path in folder.iterdir()
    }
    assert f":{(folder / 'database_password').read_text()}@postgres/" in (folder / "database_uri").read_text()
    given = {name: value.replace("/run/secrets", str(folder)) for name, value in environment().items()}
    settings = load_settings(given)
    assert settings.secret_key == (folder / "secret_key").read_text()
    assert settings.sqlalchemy_database_uri == (folder / "database_uri").read_text()


def test_the_secrets_are_never_committed() -> None:
    tried = subprocess.run(
        ["git", "check-ignore", "--quiet", "deploy/compose/secrets/secret_key"], cwd=ROOT, env=os.environ, check=False
    )
    assert tried.returncode == 0


def environment() -> dict[str, str]:
    """The settings of the service, with those of the image."""
    return {"GATEPOST_MODE": "production", **SERVICES["gatepost"]["environment"]}
