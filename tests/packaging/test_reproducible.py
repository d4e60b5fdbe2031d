"""The same commit gives the same bytes, wherever and whenever it is built."""

import os
import shutil
import tarfile
from pathlib import Path

import pytest

from tests.packaging.wheels import build_wheel
from tests.support.live import ROOT

PARTS = ("gatepost", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", ".gitignore")


def copy(folder: Path, *, changed: float, mode: int) -> Path:
    """A checkout in *folder* whose files were changed at that time and have that mode."""
    folder.mkdir()
    for name in PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / name)
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(mode)
            os.utime(path, (changed, changed))
    return folder


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
@pytest.mark.parametrize("epoch", [{}, {"SOURCE_DATE_EPOCH": "1700000000"}], ids=["default", "given"])
def test_two_checkouts_give_the_same_bytes(tmp_path: Path, kind: str, epoch: dict[str, str]) -> None:
    one = copy(tmp_path / "one", changed=1_600_000_000, mode=0o644)
    other = copy(tmp_path / "another place", changed=1_650_000_000, mode=0o600)
    first = build_wheel(one, tmp_path / "first", kind=kind, TZ="UTC", LC_ALL="C.UTF-8", **epoch)
    second = build_wheel(other, tmp_path / "second", kind=kind, TZ="Asia/Dhaka", LC_ALL="C", **epoch)
    assert first.name == second.name
    assert first.read_bytes() == second.read_bytes()


def test_the_source_distribution_gives_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    with tarfile.open(build_wheel(ROOT, tmp_path / "sdist", kind="sdist")) as archive:
        archive.extractall(tmp_path, filter="data")
    (source,) = tmp_path.glob("gatepost-*")
    assert build_wheel(source, tmp_path / "again").read_bytes() == wheel.read_bytes()


def test_the_time_in_the_wheel_is_the_one_that_is_given(tmp_path: Path) -> None:
    source = copy(tmp_path / "one", changed=1_600_000_000, mode=0o644)
    default = build_wheel(source, tmp_path / "first", SOURCE_DATE_EPOCH="1700000000")
    later = build_wheel(source, tmp_path / "second", SOURCE_DATE_EPOCH="1800000000")
    assert default.read_bytes() != later.read_bytes()
