"""SQLite on a read-only disk: not ready, told by the doctor, and served again once the disk takes writes."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.serving.test_probes import small_disk as small_disk
from tests.serving.wire import ask, register
from tests.support.live import GATEPOST, Live, clean_environment


def mount_again(folder: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", folder], check=True)


def examined(uri: str, instance: Path) -> tuple[int, str]:
    environment = clean_environment(SQLALCHEMY_DATABASE_URI=uri, GATEPOST_INSTANCE=str(instance))
    answer = subprocess.run([*GATEPOST, "doctor"], capture_output=True, text=True, env=environment, check=False)
    return answer.returncode, answer.stdout


def test_a_service_that_started_on_a_read_only_disk_serves_once_it_takes_writes(
    small_disk: Path, live: Callable[..., Live], tmp_path: Path
) -> None:
    uri = f"sqlite:///{small_disk}/gatepost.db"
    live(SQLALCHEMY_DATABASE_URI=uri).stop()
    mount_again(small_disk, "ro")
    service = live(SQLALCHEMY_DATABASE_URI=uri)
    answer = ask(service.url, "GET /readyz")
    assert (answer.status, answer.json["code"]) == (503, "not_ready")
    assert ask(service.url, "GET /healthz").status == 200
    assert register(service.url, "ada").status == 503
    status, told = examined(uri, tmp_path / "instance")
    assert (status, "gatepost.db: it cannot be written" in told) == (1, True)
    mount_again(small_disk, "rw")
    assert ask(service.url, "GET /readyz").status == 200
    service.wait_until(lambda: register(service.url, "ada").status == 201)  # some may meet connections from before


def test_the_doctor_tells_of_a_full_disk(small_disk: Path, live: Callable[..., Live], tmp_path: Path) -> None:
    uri = f"sqlite:///{small_disk}/gatepost.db"
    live(SQLALCHEMY_DATABASE_URI=uri).stop()
    assert "its disk is full" not in examined(uri, tmp_path / "instance")[1]
    (small_disk / "filler").write_bytes(bytes(shutil.disk_usage(small_disk).free))
    status, told = examined(uri, tmp_path / "instance")
    assert (status, "gatepost.db: its disk is full" in told) == (1, True)
