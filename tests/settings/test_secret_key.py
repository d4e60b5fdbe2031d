"""The secret that development makes for itself."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from gatepost.environment import load_settings
from gatepost.settings import BadSettings
from tests.support.live import clean_environment

TELL = "from gatepost.environment import load_settings; print(load_settings().secret_key)"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_is_made_once_and_kept(folder: Path) -> None:
    first = load_settings({}).secret_key
    assert len(first.encode()) >= 32
    assert load_settings({}).secret_key == first
    assert (folder / "instance" / "secret_key").read_text().strip() == first


@pytest.mark.asvs("13.3.2")
def test_nobody_else_can_read_it(folder: Path) -> None:
    before = os.umask(0)
    try:
        load_settings({})
    finally:
        os.umask(before)
    made = folder / "instance"
    assert stat.S_IMODE((made / "secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    assert [path.name for path in made.iterdir()] == ["secret_key"]


def test_two_installations_have_two(folder: Path) -> None:
    secrets = {load_settings({"GATEPOST_INSTANCE": str(folder / name)}).secret_key for name in "abc"}
    assert len(secrets) == 3


def test_one_that_is_given_wins_and_none_is_made(folder: Path) -> None:
    assert load_settings({"SECRET_KEY": "mine"}).secret_key == "mine"
    assert not (folder / "instance").exists()


def test_first_starts_at_the_same_time_agree(folder: Path) -> None:
    environment = clean_environment()
    started = [
        subprocess.Popen([sys.executable, "-c", TELL], cwd=folder, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(6)
    ]
    told = {process.communicate(timeout=60)[0].strip() for process in started}
    assert len(told) == 1
    assert told == {(folder / "instance" / "secret_key").read_text().strip()}
    assert [path.name for path in (folder / "instance").iterdir()] == ["secret_key"]


def test_what_a_broken_off_first_start_left_does_not_matter(folder: Path) -> None:
    """In a container every process has the same number."""
    (folder / "instance").mkdir()
    (folder / "instance" / f"secret_key.{os.getpid()}.new").write_text("half")
    assert len(load_settings({}).secret_key) >= 32


@pytest.mark.parametrize("content", [b"", b"\n", b"short", b"\xff" * 64])
def test_one_that_is_cut_short_is_refused_and_never_used(folder: Path, content: bytes) -> None:
    (folder / "instance").mkdir()
    (folder / "instance" / "secret_key").write_bytes(content)
    with pytest.raises(BadSettings, match="GATEPOST_INSTANCE"):
        load_settings({})


def test_a_data_folder_that_cannot_be_one_is_told_in_words(folder: Path) -> None:
    (folder / "file").write_text("")
    with pytest.raises(BadSettings, match=r"GATEPOST_INSTANCE: the data folder .* cannot be used"):
        load_settings({"GATEPOST_INSTANCE": str(folder / "file")})
