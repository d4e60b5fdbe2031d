"""The parts of the service tell the metrics things that a live service shows seldom."""

import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import TimeoutError as PoolTimeout

from gatepost.database import db
from gatepost.environment import load_settings
from gatepost.errors import TooManyPasswords
from gatepost.http.log_writer import LogWriter
from gatepost.metrics import METRICS
from gatepost.metrics.catalogue import Metric
from gatepost.passwords.threads import HashingThreads
from gatepost.serving.observe import begin_to_observe
from gatepost.settings import BadSettings


class Told:
    """A recorder that remembers."""

    process = "1"

    def __init__(self) -> None:
        self.values: Counter[tuple[str, ...]] = Counter()

    def add(self, metric: Metric, amount: float, *labels: str) -> None:
        self.values[metric.name, *labels] += int(amount)

    def observe(self, metric: Metric, _seconds: float, *labels: str) -> None:
        self.values[metric.name, *labels] += 1

    def set(self, metric: Metric, value: float, *labels: str) -> None:
        self.values[metric.name, *labels] = int(value)

    def render(self) -> bytes:
        return b""


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[Told]:
    recorder = Told()
    monkeypatch.setattr(METRICS, "recorder", recorder)
    return recorder


def test_a_hash_that_is_given_up_waits_no_longer(told: Told) -> None:
    threads, busy, go_on = HashingThreads(1, 0.05), threading.Event(), threading.Event()

    def hash_slowly() -> None:
        busy.set()
        go_on.wait(10)

    first = threading.Thread(target=threads.run, args=(hash_slowly,))
    first.start()
    busy.wait(10)
    with pytest.raises(TooManyPasswords):
        threads.run(str)
    go_on.set()
    first.join(10)
    assert told.values["gatepost_hashes_waiting",] == 0
    assert told.values["gatepost_hash_wait_seconds",] == told.values["gatepost_hash_seconds",] == 1


def test_a_wait_for_a_connection_that_fails_is_told_too(make_app: Callable[..., Flask], told: Told) -> None:
    app = make_app(database_pool=1, database_timeout="1s")
    with app.app_context():
        told.values.clear()
        with db.engine.connect(), pytest.raises(PoolTimeout):
            db.engine.connect()
    assert told.values["gatepost_database_wait_seconds", "writer"] == 2


def test_lost_lines_of_the_log_are_told(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gatepost.http.log_writer._MOST_QUEUED", 10)
    said = threading.Event()

    def say(count: int) -> str:
        said.set()
        return f"{count} lines of a test are lost"

    writer = LogWriter(say)
    for _ in range(5):
        writer.write("twenty characters ...")
    assert said.wait(10)
    assert told.values["gatepost_log_lines_lost",] >= 1


def test_without_the_extra_the_start_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gatepost.traces.exporting", None)
    settings = load_settings({}, instance=tmp_path, secret_key="x", traces=True)
    with pytest.raises(BadSettings, match=r"pip install 'gatepost\[otel\]'"):
        begin_to_observe(settings)
