"""./dev finds a Python, makes .venv, mends it, and hands over. Here, pip is one of our own that needs no network."""

import ast
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

DEV = Path(__file__).parents[2] / "dev"


def installations(checkout: Path) -> list[str]:
    """The locks that pip was asked to install."""
    return [line.split()[-1] for line in (checkout / "pip.log").read_text().splitlines()]


def start(checkout: Path) -> list[str]:
    """What .venv/bin/gatepost says when it is started in another folder."""
    command = [checkout / ".venv/bin/gatepost", "a b"]
    return subprocess.run(command, cwd="/", capture_output=True, text=True, check=True).stdout.splitlines()


# --- The command line -----------------------------------------------------------------------------------------------


def test_python_3_8_can_read_it() -> None:
    ast.parse(DEV.read_text(), feature_version=(3, 8))


def test_it_can_be_read_at_one_sitting() -> None:
    assert len(DEV.read_text().splitlines()) <= 250


@pytest.mark.parametrize(("arguments", "status"), [([], 0), (["help"], 0), (["--help"], 0), (["serve"], 2)])
def test_help_fits_on_one_screen(arguments: list[str], status: int) -> None:
    told = subprocess.run([sys.executable, DEV, *arguments], capture_output=True, text=True, check=False)
    lines = told.stdout.splitlines()
    assert (told.returncode, told.stderr) == (status, "")
    assert lines[0].startswith("./dev run")
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 100


def test_an_expected_problem_is_told_without_a_traceback(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PIP_ENDS", "1")
    assert dev.main(["setup"]) == 2
    assert "network" in capsys.readouterr().err


# --- Python ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", ["exit 127", "echo not what was asked", "echo '[[3, 10, 4], \"/bin/old\", true]'"])
def test_a_python_counts_only_if_it_runs_and_is_new_enough(dev: ModuleType, tmp_path: Path, script: str) -> None:
    candidate = tmp_path / "python3.13"
    candidate.write_text(f"#!/bin/sh\n{script}\n")
    candidate.chmod(0o755)
    assert dev.probe(str(candidate)) is None


def test_the_newest_python_comes_first(dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for minor in (9, 11, 13, 12):
        candidate = tmp_path / "bin" / f"python3.{minor}"
        candidate.parent.mkdir(exist_ok=True)
        candidate.write_text(f"#!/bin/sh\necho '[[3, {minor}, 1], \"{candidate}\", true]'\n")
        candidate.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/nowhere")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("PYENV_ROOT", raising=False)
    assert [python.version[1] for python in dev.pythons()] == [13, 12, 11]


def test_the_python_that_runs_dev_is_taken_if_it_will_do(offered: Callable[..., ModuleType]) -> None:
    dev = offered([[3, 11], sys.executable, True], [[3, 13], "/newer", True])
    assert dev.choose().program == sys.executable


def test_else_the_newest_is_taken(offered: Callable[..., ModuleType]) -> None:
    assert offered(None, [[3, 13], "/newer", True], [[3, 12], "/new", True]).choose().program == "/newer"


def test_a_python_that_can_make_a_venv_is_preferred(offered: Callable[..., ModuleType]) -> None:
    dev = offered([[3, 11], sys.executable, False], [[3, 13], "/bare", False], [[3, 12], "/new", True])
    assert dev.choose().program == "/new"


def test_without_rights_the_line_to_type_is_printed(offered: Callable[..., ModuleType]) -> None:
    dev = offered([[3, 11], sys.executable, False])
    with pytest.raises(dev.Problem, match=r"apt-get install python3\.11-venv"):
        dev.choose()


def test_without_a_new_enough_python_it_says_which_is_needed(offered: Callable[..., ModuleType]) -> None:
    dev = offered(None)
    with pytest.raises(dev.Problem, match=r"needs Python 3\.11 or newer"):
        dev.choose()


# --- .venv ----------------------------------------------------------------------------------------------------------


def test_after_setup_gatepost_starts_from_any_folder(dev: ModuleType, checkout: Path) -> None:
    assert dev.main(["setup"]) == 0
    assert start(checkout)[2:] == ["/", "a b"]
    assert "--require-hashes" in (checkout / "pip.log").read_text()


def test_a_second_setup_starts_no_program(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    dev.setup("requirements.txt")
    monkeypatch.setattr(subprocess, "Popen", None)
    dev.setup("requirements.txt")


def test_the_developers_lock_counts_as_the_other_too(dev: ModuleType, checkout: Path) -> None:
    dev.setup("requirements-dev.txt")
    dev.setup("requirements.txt")
    assert installations(checkout) == ["requirements-dev.txt"]


def test_a_changed_lock_is_installed_into_the_same_venv(dev: ModuleType, checkout: Path) -> None:
    dev.setup("requirements.txt")
    (checkout / ".venv/kept").touch()
    (checkout / "requirements.txt").write_text("second\n")
    dev.setup("requirements.txt")
    assert installations(checkout) == ["requirements.txt"] * 2
    assert (checkout / ".venv/kept").exists()


def test_a_failed_installation_leaves_what_was(
    dev: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dev.setup("requirements.txt")
    (checkout / ".venv/kept").touch()
    (checkout / "requirements.txt").write_text("second\n")
    monkeypatch.setenv("PIP_ENDS", "1")
    assert dev.main(["setup"]) == 2
    monkeypatch.setenv("PIP_ENDS", "0")
    assert dev.main(["setup"]) == 0
    assert (checkout / ".venv/kept").exists()
    assert installations(checkout) == ["requirements.txt"] * 3


def test_ctrl_c_leaves_nothing_that_is_taken_for_whole(
    dev: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as during:
        during.setattr(subprocess, "call", interrupt)
        assert dev.main(["setup"]) == 130
    (checkout / ".venv/half").touch()
    assert dev.main(["setup"]) == 0
    assert not (checkout / ".venv/half").exists()
    assert start(checkout)


def test_a_moved_checkout_is_mended(
    dev: ModuleType, ready: Callable[[Path], ModuleType], checkout: Path, tmp_path: Path
) -> None:
    dev.setup("requirements.txt")
    moved = checkout.rename(tmp_path / "moved")
    ready(moved).setup("requirements.txt")
    assert start(moved)


def test_a_venv_whose_python_is_gone_is_mended(dev: ModuleType, checkout: Path) -> None:
    dev.setup("requirements.txt")
    program = checkout / ".venv/bin/python"
    program.unlink()
    program.symlink_to("/nowhere/python3")
    dev.setup("requirements.txt")
    assert start(checkout)


def test_run_becomes_the_server_in_the_same_process(dev: ModuleType, checkout: Path) -> None:
    dev.setup("requirements.txt")
    command = [sys.executable, checkout / "dev", "run", "--port", "0"]
    with subprocess.Popen(command, cwd="/", stdout=subprocess.PIPE, text=True, start_new_session=True) as started:
        told, _ = started.communicate(timeout=20)
    assert told.splitlines() == [str(started.pid), str(started.pid), str(checkout), "serve", "--port", "0"]
