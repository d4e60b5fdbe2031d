"""Run tests on SQLite and judge them: in this process, or in a process of its own in a copy of the source."""

import gc
import importlib
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.mutants.copy import copy_source
from tests.mutants.mutant import ROOT, Mutant
from tests.mutants.verdict import Verdict, read_verdict
from tests.mutants.weakened import WeakenedModule

_OPTIONS = ("-q", "--no-header", "--tb=short", "-p", "no:cacheprovider")
TEMPLATE = "GATEPOST_TEST_TEMPLATE"  # names a SQLite database with all tables and no rows, for tests/conftest.py
_MAKE_TABLES = ("gatepost.migrations", "gatepost.database")  # and each room's models


@dataclass(frozen=True, slots=True)
class Trial:
    """Tests to run, with *mutant* in place of the source, and a *folder* for what they write."""

    folder: Path
    tests: tuple[str, ...]
    mutant: Mutant | None = None
    options: tuple[str, ...] = ()

    @property
    def command(self) -> list[str]:
        """The arguments of pytest."""
        until = ["-x"] if self.mutant else []  # one failure is enough
        return [
            *_OPTIONS,
            *until,
            *self.options,
            f"--junitxml={self.report}",
            f"--basetemp={self.folder / 'tmp'}",
            *self.tests,
        ]

    @property
    def report(self) -> Path:
        return self.folder / "report.xml"


def set_environment() -> None:
    """Leave no setting in the environment of this process and those that it starts, except for those of these runs."""
    for name in [name for name in os.environ if name.startswith(("GATEPOST_", "PYTEST_"))]:
        del os.environ[name]
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # each fork, and each server of a test, would compile all again
    sys.dont_write_bytecode = False
    os.environ["GATEPOST_TEST_ENGINES"] = "sqlite"
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # loading them takes long, and no test that is named needs one


def start_template(folder: Path) -> subprocess.Popen[bytes]:
    """Begin to make the database that the tests copy, instead of making all tables again each time."""
    os.environ[TEMPLATE] = str(folder / "template.db")
    return subprocess.Popen([sys.executable, "-m", "tests.support.template", os.environ[TEMPLATE]], cwd=ROOT)


def run_here(trial: Trial) -> Verdict:
    """Run the tests in this process, which is a fork."""
    begun = time.monotonic()
    weakened = WeakenedModule(trial.mutant, ROOT) if trial.mutant and trial.mutant.is_module else None
    if weakened:
        weakened.install()
        if weakened.name.endswith(".models") or weakened.name.startswith(_MAKE_TABLES):
            os.environ.pop(TEMPLATE, None)
    output = _redirect(trial.folder)
    status = pytest.main(trial.command)
    sys.stdout.flush()
    verdict = read_verdict(status, trial.report, seconds=time.monotonic() - begun, told=output.read_text())
    if weakened and not weakened.loaded:
        return Verdict(f"no test imports {weakened.name}", seconds=verdict.seconds, told=verdict.told)
    return replace(verdict, imported=_imported_libraries())


def run_in_copy(trial: Trial) -> Verdict:
    """Run the tests in a copy of the source, so that all processes that they start see the mutant."""
    begun = time.monotonic()
    root = copy_source(ROOT, trial.folder / "copy")
    if trial.mutant:
        trial.mutant.weaken(root)
    environment = {name: value for name, value in os.environ.items() if name != TEMPLATE}
    environment |= {"PYTHONPATH": str(root)}  # before the checkout, which .venv knows
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *trial.command],
        cwd=root,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return read_verdict(ran.returncode, trial.report, seconds=time.monotonic() - begun, told=ran.stdout)


def import_libraries(names: Iterable[str]) -> None:
    """Import modules here once, so that forks need not."""
    for name in names:
        with suppress(Exception):  # some can only be imported by another one, which imports them anyway
            importlib.import_module(name)
    gc.freeze()  # no fork searches them for garbage


def _redirect(folder: Path) -> Path:
    """Let this process write to a file of *folder*; the file."""
    folder.mkdir(parents=True)
    path = folder / "output.txt"
    with path.open("w") as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    return path


def _imported_libraries() -> tuple[str, ...]:
    """The names of the modules that this process has imported from outside of the checkout."""
    places = (sys.prefix, sys.base_prefix)
    return tuple(
        name
        for name, module in list(sys.modules.items())
        if (getattr(module, "__file__", None) or "").startswith(places) and not name.startswith("__")
    )
