"""A checkout of its own for tests of ./dev. Its pip is one of ours that needs no network."""

import importlib.machinery
import importlib.util
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests.support.debian import Debian

DEV = Path(__file__).parents[2] / "dev"

PIP = """\
import os, sys
with open("pip.log", "a") as log:
    print(*sys.argv[1:], file=log)
sys.exit(int(os.environ.get("PIP_ENDS", 0)))
"""
MAKER = """\
#!/bin/sh
"{python}" -m venv --without-pip "$3" && cd "$3"/lib/python3*/site-packages && mkdir pip && cp "{pip}" pip/__main__.py
"""
CLI = "import os, sys\n\ndef main():\n    print(os.getpid(), os.getpgid(0), os.getcwd(), *sys.argv[1:], sep='\\n')\n"


def load(checkout: Path) -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("dev", str(checkout / "dev"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("dev", loader))
    loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout in a path with a space, with a small product in it."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    folder = tmp_path / "my checkout"
    (folder / "gatepost").mkdir(parents=True)
    (folder / "gatepost" / "__main__.py").write_text(CLI)
    shutil.copy(DEV, folder)
    for lock in ("requirements.txt", "requirements-dev.txt"):
        (folder / lock).write_text("first\n")
    return folder


@pytest.fixture
def ready(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], ModuleType]:
    """./dev of a checkout, with a Python that makes .venv in a moment."""
    (tmp_path / "pip.py").write_text(PIP)
    maker = tmp_path / "maker"
    maker.write_text(MAKER.format(python=sys.executable, pip=tmp_path / "pip.py"))
    maker.chmod(0o755)

    def load_ready(folder: Path = checkout) -> ModuleType:
        module = load(folder)
        monkeypatch.setattr(module, "choose", lambda: module.Python([3, 11, 0], str(maker), complete=True))
        return module

    return load_ready


@pytest.fixture
def dev(ready: Callable[[], ModuleType]) -> ModuleType:
    return ready()


@pytest.fixture
def offered(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., ModuleType]:
    """./dev on a machine with this Python for itself and these others."""

    def offer(own: list[object] | None, *others: list[object]) -> ModuleType:
        dev = load(checkout)
        monkeypatch.setattr(dev, "probe", lambda _: own and dev.Python(*own))
        monkeypatch.setattr(dev, "pythons", lambda: [dev.Python(*other) for other in others])
        monkeypatch.setattr(dev.shutil, "which", lambda _: None)  # neither apt-get nor sudo
        return dev

    return offer


@pytest.fixture
def debian(tmp_path: Path) -> Debian:
    """A Debian that has no server yet."""
    return Debian(tmp_path / "debian")
