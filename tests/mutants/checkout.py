"""A small checkout with a Gatepost of two modules, to try the mutants' machinery on."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.mutants.mutant import ROOT

FILES = {
    "gatepost/__init__.py": "",
    "gatepost/door.py": "def is_open() -> bool:\n    return False\n",
    "gatepost/hall.py": "from gatepost.door import is_open\n\n\ndef may_enter() -> bool:\n    return is_open()\n",
    "tests/__init__.py": "",
    "tests/support/template.py": "",
    "tests/test_door.py": """\
import subprocess
import sys
from pathlib import Path

import pytest

from gatepost.door import is_open


@pytest.fixture
def closed():
    assert not is_open()


def test_bound():
    from gatepost.hall import may_enter
    assert not may_enter()


def test_process():
    code = "from gatepost.door import is_open; raise SystemExit(is_open())"
    subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1], check=True)


def test_skips():
    if is_open():
        pytest.skip("open")


def test_set_up(closed):
    assert True


def test_notices_nothing():
    assert True


def test_always_fails():
    assert is_open()


def test_always_skips():
    pytest.skip("never")
""",
    "tests/test_import.py": """\
from gatepost.door import is_open

assert not is_open()


def test_import():
    pass
""",
}
MUTANT = """\
[{name}]
control = "the door is closed"
file = "gatepost/door.py"
old = "return False"
new = "return True"
tests = ["tests/{file}.py::test_{test}"]
"""
TESTS = {
    "test_door": ("bound", "process", "skips", "set_up", "notices_nothing", "always_fails", "always_skips"),
    "test_import": ("import",),
}


def make_checkout(root: Path) -> Path:
    """Write it to *root*; each mutant is called as its test."""
    entries = [MUTANT.format(name=name, file=file, test=name) for file, names in TESTS.items() for name in names]
    for name, text in {**FILES, "tests/mutants/door.toml": "".join(entries)}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    for module in (ROOT / "tests" / "mutants").glob("*.py"):
        if not module.name.startswith("test_"):
            shutil.copyfile(module, root / "tests" / "mutants" / module.name)
    (root / ".gitignore").write_text("__pycache__\n")
    git(root, "init", "-q", "-b", "main")
    return root


def git(root: Path, *words: str, date: str = "2026-01-01T12:00:00Z") -> str:
    """What git says there, at that time."""
    identity = {
        f"GIT_{role}_{what}": "tests@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    environment = {**os.environ, **identity, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    ran = subprocess.run(["git", *words], cwd=root, env=environment, capture_output=True, text=True, check=True)
    return ran.stdout.strip()


def commit(root: Path, date: str = "2026-01-01T12:00:00Z") -> str:
    """Commit all that is there; the commit."""
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "change", date=date)
    return git(root, "rev-parse", "HEAD")


def try_mutants(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """What ``./dev mutants`` does there."""
    command = [sys.executable, "-m", "tests.mutants", *words]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120, check=False)
