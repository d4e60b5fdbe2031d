"""The Python client as a package: its quick start and its wheel."""

import sys
import tomllib
import zipfile
from pathlib import Path

import httpx

from tests.docs.blocks import run
from tests.packaging.wheels import build_wheel
from tests.support.live import ROOT, Live
from tests.support.people import Person

PACKAGE = ROOT / "clients/python"


def test_the_quick_start_goes_as_printed_in_ten_lines(live: Live, ada: Person, tmp_path: Path) -> None:
    python = f"PYTHONPATH={PACKAGE} {sys.executable} quick"
    page = "clients/python/README.md"
    run(page, tmp_path, {"http://127.0.0.1:8087": live.url, "python quick": python, '"ada"': f'"{ada.username}"'})
    assert len([line for line in (tmp_path / "quick_start.py").read_text().splitlines() if line.strip()]) <= 11


def test_the_wheel_has_its_types_and_asks_for_httpx_alone(tmp_path: Path) -> None:
    with zipfile.ZipFile(build_wheel(PACKAGE, tmp_path / "dist")) as wheel:
        names = set(wheel.namelist())
    modules = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("gatepost_client/**/*.py")}
    assert modules | {"gatepost_client/py.typed"} <= names
    project = tomllib.loads((PACKAGE / "pyproject.toml").read_text())["project"]
    assert project["dependencies"] == [f"httpx>={httpx.__version__.rpartition('.')[0]},<1"]
