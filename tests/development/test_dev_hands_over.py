"""What ./dev hands over to: the tests with the servers they need, and the checks."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest


@pytest.fixture
def commands(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The programs that were run; MariaDB and PostgreSQL are missing, and apt-get may install them."""
    seen: list[list[str]] = []

    def note(command: list[str]) -> SimpleNamespace:
        seen.append(command)
        return SimpleNamespace(returncode=0, stdout="mariadb postgresql\n")

    monkeypatch.setattr(dev, "setup", lambda *_: ".venv/bin")
    monkeypatch.setattr(dev, "quietly", note)
    monkeypatch.setattr(dev, "watch", lambda command: seen.append(command) or 3)
    monkeypatch.setattr(dev, "root_prefix", lambda: ["sudo", "-n"])
    monkeypatch.setattr(dev, "CI", False)
    monkeypatch.setitem(os.environ, "GATEPOST_REQUIRE_ENGINES", "")
    return seen


def test_arguments_and_the_exit_code_are_pytests(dev: ModuleType, commands: list[list[str]]) -> None:
    assert dev.main(["test", "--no-install", "tests/login", "-x"]) == 3
    assert commands == [[".venv/bin/pytest", "tests/login", "-x"]]
    assert os.environ["GATEPOST_REQUIRE_ENGINES"] == ""


@pytest.mark.parametrize("ci", [True, False])
def test_missing_servers_may_be_made_a_failure(
    dev: ModuleType, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch, ci: bool
) -> None:
    monkeypatch.setattr(dev, "CI", ci)
    dev.main(["test", "--no-install", "-x", *([] if ci else ["--require-servers"])])
    assert commands[-1] == [".venv/bin/pytest", "-x"]
    assert os.environ["GATEPOST_REQUIRE_ENGINES"] == "1"


def test_postgresql_is_told_to_start_no_service_before_it_is_installed(
    dev: ModuleType, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    dev.main(["test", "-x"])
    _ask, told, installed, _tests = commands
    assert "create_main_cluster = false" in told[-1]
    assert installed[-3:] == ["mariadb-server-core", "mariadb-client-core", "postgresql"]


def test_nginx_is_kept_from_starting_while_it_is_installed(
    dev: ModuleType, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "CI", True)
    monkeypatch.setattr(dev.shutil, "which", lambda name: None if name == "nginx" else f"/usr/bin/{name}")
    dev.main(["test", "-x"])
    _ask, _postgresql, told, installed, undone, _tests = commands
    assert told[-1] == dev.NO_SERVICE
    assert "nginx" in installed
    assert undone[-3:] == ["rm", "-f", "/usr/sbin/policy-rc.d"]


def test_a_machines_own_policy_of_services_is_left_alone(dev: ModuleType, tmp_path: Path) -> None:
    command = dev.NO_SERVICE.replace("/usr/sbin", str(tmp_path))
    assert subprocess.run(["sh", "-c", command], check=False).returncode == 0
    policy = tmp_path / "policy-rc.d"
    assert subprocess.run([policy, "nginx", "start"], check=False).returncode == 101
    policy.write_text("its own")
    assert subprocess.run(["sh", "-c", command], check=False, capture_output=True).returncode != 0
    assert policy.read_text() == "its own"


def test_somebody_at_a_desk_is_asked_first(
    dev: ModuleType, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("builtins.input", lambda _: "n")
    dev.main(["test", "-x"])
    assert not [command for command in commands if "sudo" in command]


def test_every_check_runs_also_after_a_failure(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "setup", lambda _: ".venv/bin")
    monkeypatch.setattr(dev, "quietly", lambda _: SimpleNamespace(returncode=1, stdout="the reason\n"))
    assert dev.main(["check"]) == 1
    told = capsys.readouterr().out
    assert told.count("FAILED") == told.count("the reason") == len(dev.CHECKS)


def test_dev_writes_no_env_file(dev: ModuleType, checkout: Path) -> None:
    dev.main(["setup"])
    assert not (checkout / ".env").exists()
    assert json.loads((checkout / ".venv/stamp.json").read_text())
