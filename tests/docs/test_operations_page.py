"""docs/operations.md: what can be tried here works as it says."""

import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.docs.blocks import blocks
from tests.support.commands import gatepost
from tests.support.live import clean_environment

OPERATIONS = "docs/operations.md"


def test_the_back_up_of_sqlite_has_everything_and_nobody_else_can_read_it(tmp_path: Path) -> None:
    environment = clean_environment()
    who = ["--username", "root", "--mobile", "01712345678"]
    for words in (["db", "upgrade"], ["users", "create-admin", *who]):
        gatepost(*words, folder=tmp_path, environment=environment).check_returncode()
    (shown,) = [text for kind, text in blocks(OPERATIONS) if kind == "sh" and "VACUUM" in text]
    subprocess.run(["bash", "-c", f"umask 022\n{shown}"], cwd=tmp_path, env=environment, check=True, timeout=60)
    assert (tmp_path / "backup.db").stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(tmp_path / "backup.db") as copy:
        assert copy.execute("SELECT username, roles FROM users").fetchall() == [("root", "administrator")]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    (shown,) = [text for kind, text in blocks(OPERATIONS) if kind == "ini"]
    program = tmp_path / "gatepost"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    unit = tmp_path / "gatepost.service"
    unit.write_text(shown.replace("/opt/gatepost/.venv/bin/gatepost", str(program)))
    checked = subprocess.run(
        ["systemd-analyze", "verify", unit], capture_output=True, text=True, timeout=60, check=False
    )
    assert [line for line in checked.stderr.splitlines() if "gatepost" in line] == []
    assert checked.returncode == 0


def test_the_unit_lets_an_upgrade_finish_and_starts_the_service_as_often_as_it_takes() -> None:
    (shown,) = [text for kind, text in blocks(OPERATIONS) if kind == "ini"]
    assert {"TimeoutStartSec=infinity", "StartLimitIntervalSec=0", "Restart=always"} <= set(shown.splitlines())
