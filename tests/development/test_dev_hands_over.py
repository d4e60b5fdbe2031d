"""What ./dev hands over to: pytest with its settings, and programs of .venv."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tools import check


@pytest.fixture
def commands(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The programs that ./dev became, on a machine with a newer Python than .venv's."""
    seen: list[list[str]] = []
    monkeypatch.setattr(dev, "setup", lambda _, venv=Path(".venv"), *__: f"{venv.name}/bin")
    monkeypatch.setattr(dev, "become", lambda *command: seen.append([*command]) or 3)
    monkeypatch.setattr(dev, "probe", lambda _: dev.Python([3, 11, 9], "/usual", complete=True))
    monkeypatch.setattr(dev, "pythons", lambda: [dev.Python([3, 13, 1], "/newest", complete=True)])
    monkeypatch.setattr(dev, "CI", False)
    monkeypatch.setitem(os.environ, "GATEPOST_REQUIRE_ENGINES", "")
    monkeypatch.setitem(os.environ, "GATEPOST_TEST_ENGINES", "mine")
    return seen


def test_arguments_and_the_exit_code_are_pytests(dev: ModuleType, commands: list[list[str]]) -> None:
    assert dev.main(["test", "tests/login", "-x"]) == 3
    assert commands == [[".venv/bin/pytest", "tests/login", "-x"]]
    assert (os.environ["GATEPOST_REQUIRE_ENGINES"], os.environ["GATEPOST_TEST_ENGINES"]) == ("", "mine")


def test_the_whole_suite_runs_in_parallel(dev: ModuleType, commands: list[list[str]]) -> None:
    dev.main(["test"])
    assert commands == [[".venv/bin/pytest", *dev.PARALLEL]]


def test_processes_of_the_tests_keep_what_they_compiled(
    dev: ModuleType, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    dev.main(["test", "-x"])
    assert commands == [[".venv/bin/pytest", "-x"]]
    assert "PYTHONDONTWRITEBYTECODE" not in os.environ


@pytest.mark.parametrize("ci", [True, False])
def test_missing_servers_may_be_made_a_failure(
    dev: ModuleType, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch, ci: bool
) -> None:
    monkeypatch.setattr(dev, "CI", ci)
    dev.main(["test", "-x", *([] if ci else ["--require-servers"])])
    assert commands == [[".venv/bin/pytest", "-x"]]
    assert os.environ["GATEPOST_REQUIRE_ENGINES"] == "1"


@pytest.mark.parametrize(
    ("flags", "engines", "program"),
    [
        (["--every-engine"], "all", ".venv/bin/pytest"),
        (["--newest"], "mine", ".venv-newest/bin/pytest"),
        (["--newest", "--every-engine"], "all", ".venv-newest/bin/pytest"),
    ],
)
def test_engines_and_python_can_be_chosen(
    dev: ModuleType, commands: list[list[str]], flags: list[str], engines: str, program: str
) -> None:
    dev.main(["test", *flags, "tests/login"])
    assert commands == [[program, "tests/login"]]
    assert os.environ["GATEPOST_TEST_ENGINES"] == engines


@pytest.mark.parametrize(
    ("flag", "variable", "value"),
    [
        ("--by-lane", "GATEPOST_TEST_LANE", "1"),
        ("--by-gunicorn", "GATEPOST_TEST_SERVER", "gunicorn"),
        ("--servers", "GATEPOST_TEST_PART", "servers"),
        ("--rest", "GATEPOST_TEST_PART", "rest"),
    ],
)
def test_the_way_to_the_application_and_the_part_can_be_chosen(
    dev: ModuleType, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch, flag: str, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, "")
    dev.main(["test", flag, "-x"])
    assert commands == [[".venv/bin/pytest", "-x"]]
    assert os.environ[variable] == value


@pytest.mark.parametrize("others", [[], [[3, 11, 12]], [[3, 10, 14]]], ids=["alone", "a later patch", "an older one"])
def test_venv_runs_the_tests_where_no_python_is_newer(
    dev: ModuleType, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch, others: list[list[int]]
) -> None:
    monkeypatch.setattr(dev, "pythons", lambda: [dev.Python(version, "/other", complete=True) for version in others])
    assert dev.main(["test", "--newest", "-x"]) == 3
    assert commands == [[".venv/bin/pytest", "-x"]]


@pytest.mark.parametrize("command", ["run", "test", "servers", "mutants", "check", "bench", "setup", "lock"])
def test_every_command_is_in_the_help(dev: ModuleType, commands: list[list[str]], command: str) -> None:
    assert f"\n./dev {command} " in f"\n{dev.HELP}"
    dev.main([command])
    assert len(commands) == (command != "setup")


def test_only_the_command_for_it_installs_servers(
    dev: ModuleType, commands: list[list[str]], checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "quietly", None)  # no other program is started
    for arguments in (["test"], ["test", "--require-servers"], ["test", "--every-engine", "--coverage"], ["check"]):
        dev.main(arguments)
    assert not [command for command in commands if ".ci" in command[0]]
    dev.main(["servers"])
    assert commands[-1] == [str(checkout / ".ci/servers")]


def test_every_check_runs_also_after_a_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(check, "run", lambda _: (1, "the reason\n"))
    assert check.main() == 1
    told = capsys.readouterr().out
    assert told.count("FAILED") == told.count("the reason") == len(check.CHECKS)


def test_a_check_is_a_program_of_the_environment() -> None:
    assert check.run("python -c import(sys)")[0] == 1
    assert check.run(f"python -c import(os.sys).exit({0})")[0] == 1
    assert check.run("python --version") == (0, f"Python {sys.version.split()[0]}\n")


@pytest.mark.parametrize(("threshold", "status"), [("1", 0), ("100", 1)])
def test_coverage_is_told_before_pytests_closing_line(tmp_path: Path, threshold: str, status: int) -> None:
    (tmp_path / "product.py").write_text("def used():\n    return 1\n\n\ndef unused():\n    return 2\n")
    for name in ("one", "two"):
        (tmp_path / f"test_{name}.py").write_text("import product\n\n\ndef test_used():\n    assert product.used()\n")
    (tmp_path / "pyproject.toml").write_text(
        '[tool.coverage.run]\nparallel = true\npatch = ["subprocess"]\nsource = ["product"]\n'
        f"[tool.coverage.report]\nfail_under = {threshold}\nshow_missing = true\n"
    )
    command = [sys.executable, "-m", "pytest", "-p", "xdist", "-p", "tools.coverage_report", "-n", "2"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("COVERAGE", "PYTEST"))}
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == status
    *_, told, closing = ran.stdout.splitlines()
    assert told == f"The tests cover 75.0 % of the package, branches counted; {threshold} % is required."
    assert "= 2 passed" in closing
    assert ("product.py" in ran.stdout) is bool(status)


def test_dev_writes_no_env_file(dev: ModuleType, checkout: Path) -> None:
    dev.main(["setup"])
    assert not (checkout / ".env").exists()
    assert json.loads((checkout / ".venv/stamp.json").read_text())
