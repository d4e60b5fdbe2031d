"""Processes that come and go share one folder: counters stay, gauges of the dead go, and the files stay few."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from gatepost.environment import load_settings
from gatepost.metrics import METRICS
from gatepost.metrics.folder import MetricsFolder
from gatepost.metrics.recorder import open_folder, render
from gatepost.serving.metrics_port import keep_metrics
from gatepost.serving.observe import begin_to_observe
from tests.support.live import ROOT

# Counts a log-in, shows three threads, says its number, and lives until its input ends.
PROCESS = """
import sys
from pathlib import Path
from gatepost.metrics import METRICS
from gatepost.metrics.recorder import start
start(Path(sys.argv[1]))
METRICS.logged_in("pwd")
METRICS.watch_threads(3, free=lambda: 1, waiting=lambda: 0)
METRICS.read_gauges()
METRICS.hash_waits(1)
print(METRICS.recorder.process, flush=True)
sys.stdin.read()
"""

Begin = Callable[[], "subprocess.Popen[str]"]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    """Begins a process with metrics, and waits until it has counted."""
    begun: list[subprocess.Popen[str]] = []

    def run() -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", PROCESS, str(tmp_path)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        process = subprocess.Popen(command, cwd=ROOT, text=True, **pipes)
        begun.append(process)
        process.number = process.stdout.readline().strip()
        return process

    yield run
    for process in begun:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def kill(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.wait()


def test_the_dead_keep_their_counts_and_lose_their_gauges(begin: Begin, tmp_path: Path) -> None:
    folder = open_folder(tmp_path)
    first, second = begin(), begin()
    shown = render(folder).decode()
    assert 'gatepost_logins_total{proof="pwd"} 2.0' in shown
    assert ("gatepost_request_threads 6.0" in shown, "gatepost_hashes_waiting 2.0" in shown) == (True, True)
    kill(first)
    shown = render(folder).decode()
    assert 'gatepost_logins_total{proof="pwd"} 2.0' in shown
    assert ("gatepost_request_threads 3.0" in shown, "gatepost_hashes_waiting 1.0" in shown) == (True, True)
    kill(second)
    assert "gatepost_request_threads 3.0" not in render(folder).decode()


def test_a_process_goes_on_with_the_counts_of_the_dead_one_that_it_replaces(begin: Begin, tmp_path: Path) -> None:
    folder = open_folder(tmp_path)
    for round_ in range(1, 4):
        process = begin()
        assert process.number == "1"
        shown = render(folder).decode()
        assert f'gatepost_logins_total{{proof="pwd"}} {round_}.0' in shown
        assert "gatepost_hashes_waiting 1.0" in shown  # not those of the dead
        kill(process)
    assert [file.name for file in (tmp_path / "metrics").glob("counter_*")] == ["counter_1.db"]


def test_the_first_process_of_a_service_finds_no_counts(begin: Begin, tmp_path: Path) -> None:
    kill(begin())
    assert 'gatepost_logins_total{proof="pwd"}' not in render(open_folder(tmp_path)).decode()


def test_only_the_service_can_look_into_the_folder(begin: Begin, tmp_path: Path) -> None:
    begin()
    assert (tmp_path / "metrics").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_used_stops_no_start(tmp_path: Path) -> None:
    (tmp_path / "metrics").write_text("a file")
    settings = load_settings({}, instance=tmp_path, secret_key="x", metrics_port=0)
    assert keep_metrics(settings) is None
    begin_to_observe(settings)
    assert not METRICS.on


def test_without_room_on_the_disk_a_process_serves_without_metrics(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    monkeypatch.setattr(Path, "write_bytes", no_room)
    begin_to_observe(load_settings({}, instance=tmp_path, secret_key="x", metrics_port=0))
    assert not METRICS.on


def test_a_scrape_never_meets_a_file_that_is_still_being_made(tmp_path: Path) -> None:
    folder = open_folder(tmp_path)
    over, short = threading.Event(), set[str]()

    def scrape() -> None:
        while not over.is_set():
            for file in folder.path.glob("*.db"):
                with suppress(FileNotFoundError):
                    if file.stat().st_size < 4096:
                        short.add(file.name)

    reader = threading.Thread(target=scrape)
    reader.start()
    try:
        for number in range(100):
            taken = MetricsFolder(folder.path, lambda _: None)
            assert taken.number() == number + 1
    finally:
        over.set()
        reader.join()
    assert short == set()
