"""The image that the Containerfile describes: unprivileged, on a read-only root, it serves and stops as it should."""

import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.installed.container import Container
from tests.installed.containerfile import stages

IMAGE = stages()[-1]
ADDRESS = f"http://127.0.0.1:{IMAGE.told['EXPOSE']}"
SETTINGS = {
    "SECRET_KEY_FILE": "/run/secrets/secret_key",
    "GATEPOST_PUBLIC_URL": "https://accounts.example.org",
    "GATEPOST_ACTIVATION": "mobile",
}
Start = Callable[..., Container]


@pytest.fixture
def start(root: Path, tmp_path: Path) -> Start:
    """A container of the image with SQLite on its volume, and with its secret in a file."""
    (tmp_path / "secrets").mkdir()
    secret = tmp_path / "secrets" / "secret_key"
    secret.write_text(secrets.token_urlsafe(48))
    secret.chmod(0o444)
    return lambda *command, **more: Container(IMAGE, root, tmp_path, *command, **{**SETTINGS, **more})


def test_it_serves_without_privileges_on_a_read_only_root_and_stops(start: Start) -> None:
    with start("db", "upgrade") as migration:
        assert migration.wait() == 0, migration.log
    with start() as service:
        service.wait_until_healthy()
        met = service.meet("tests.installed.journey", ADDRESS)
        assert met.returncode == 0, met.stdout
        assert service.execute("gatepost", "probe", "--ready").returncode == 0
        status = dict(line.split(":\t", 1) for line in Path(f"/proc/{service.pid}/status").read_text().splitlines())
        assert status["Uid"].split() == status["Gid"].split() == ["8087"] * 4
        assert {status[name] for name in ("CapPrm", "CapEff", "CapBnd", "CapAmb")} == {"0" * 16}
        assert (status["NoNewPrivs"], status["NSpid"].split()[-1]) == ("1", "1")
        for place in ("/", "/opt/gatepost", "/run/secrets"):
            tried = service.execute("touch", f"{place}/file")
            assert "Read-only file system" in tried.stdout
        assert service.stop() == 0, service.log
    assert "Gatepost has stopped." in service.log


def test_accounts_are_on_the_volume(start: Start, tmp_path: Path) -> None:
    with start(GATEPOST_UPGRADE_AT_START="on") as service:
        service.wait_until_healthy()
        assert service.meet("tests.installed.journey", ADDRESS).returncode == 0
        assert service.stop() == 0
    with start("users", "list") as listing:
        assert listing.wait() == 0
    assert "ada" in listing.log
    assert (tmp_path / "volume" / "gatepost.db").stat().st_uid == 8087


def test_a_try_in_development_mode_needs_no_setting_but_the_mode(start: Start, tmp_path: Path) -> None:
    given = dict.fromkeys(SETTINGS, "")
    with start(GATEPOST_MODE="development", **given) as service:
        service.wait_until_healthy()
        assert service.meet("tests.installed.journey", ADDRESS).returncode == 0
        assert service.stop() == 0
    assert (tmp_path / "volume" / "secret_key").exists()


def test_the_health_check_notices_a_service_that_does_not_answer(start: Start) -> None:
    with start(GATEPOST_UPGRADE_AT_START="on") as service:
        service.wait_until_healthy()
        tried = service.execute("env", "PORT=1", *IMAGE.health_check)
        assert (tried.returncode, "Connection refused" in tried.stdout) == (1, True)


def test_it_refuses_to_start_without_a_secret(start: Start) -> None:
    with start(SECRET_KEY_FILE="") as service:
        assert service.wait() == 1
    assert "SECRET_KEY" in service.log


def test_it_has_no_tests_no_pip_and_no_compiler(root: Path) -> None:
    assert not (root / "build").exists()
    found = {path.name for path in (root / "opt/gatepost/bin").iterdir()} | {
        p.name for p in (root / "usr/bin").iterdir()
    }
    assert "gatepost" in found
    assert found & {"pip", "pip3", "gcc", "cc", "git", "curl", "wget"} == set()
    packages = {path.name for path in root.glob("opt/gatepost/lib/python3*/site-packages/*")}
    assert {"gatepost", "redis"} <= packages
    assert packages & {"tests", "pip", "hatchling"} == set()
