"""A log that nobody reads, or that cannot be written for a while, stops no request, and logging goes on afterwards."""

import fcntl
import os
import select
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from subprocess import Popen
from typing import IO

import pytest

from tests.serving.test_addresses import free_port
from tests.serving.wire import ask, at_once, register
from tests.support.forked import Forked
from tests.support.live import Live

FILLED = 40  # requests; a line has about 150 characters, and the pipe takes 4096


class IntoPipe(Live):
    """A service whose output and log go into one small pipe, as under a container platform."""

    def __init__(self, instance: Path, reader: int, writer: int, *options: str, **environment: str) -> None:
        super().__init__(instance, "--port", str(free_port()), *options, **environment)
        self.reader, self.writer = reader, writer
        self.url = f"http://127.0.0.1:{self._options[1]}"

    def _process(self, log: IO[str]) -> Popen[bytes] | Forked:
        with os.fdopen(os.dup(self.writer), "w") as pipe:
            return super()._process(pipe)

    def start(self) -> "IntoPipe":
        self.launch()
        self.wait_until(self._is_up, within=30)
        return self

    def is_full(self) -> bool:
        return not select.select([], [self.writer], [], 0)[1]

    def read(self) -> str:
        """Read all that is in the pipe."""
        text = b""
        while select.select([self.reader], [], [], 0.2)[0]:
            text += os.read(self.reader, 65536)
        return text.decode()

    def _is_up(self) -> bool:
        try:
            return ask(self.url, "GET /healthz").status == 200
        except OSError:
            return False


@pytest.fixture
def piped(tmp_path: Path) -> Callable[..., IntoPipe]:
    reader, writer = os.pipe()
    fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
    return partial(IntoPipe, tmp_path / "service", reader, writer)


@pytest.mark.asvs("16.5.3")
def test_no_request_waits_for_a_log_that_nobody_reads_and_a_stop_is_bounded(piped: Callable[..., IntoPipe]) -> None:
    with piped("--workers", "2", GATEPOST_DATABASE_TIMEOUT="1s") as service:
        for _ in range(FILLED):
            assert ask(service.url, "GET /healthz").status == 200
        service.wait_until(service.is_full)
        with closing(sqlite3.connect(service.instance / "gatepost.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")  # each refusal is a line of the level error
            begun = time.monotonic()
            refused = at_once([partial(register, service.url, f"eve{number}") for number in range(6)])
            assert [answer.status for answer in refused] == [503] * 6
            assert time.monotonic() - begun < 6
        begun = time.monotonic()
        for _ in range(FILLED):
            assert ask(service.url, "GET /healthz").status == 200
        assert time.monotonic() - begun < 5
        assert service.is_full()

        begun = time.monotonic()
        assert service.stop(signal.SIGTERM) == 0
        assert time.monotonic() - begun < 10


def test_what_waited_for_the_reader_is_written_when_it_reads(piped: Callable[..., IntoPipe]) -> None:
    with piped() as service:
        for _ in range(FILLED):
            ask(service.url, "GET /healthz")
        service.wait_until(service.is_full)
        ids = [ask(service.url, "GET /healthz").headers["X-Request-ID"] for _ in range(FILLED)]
        said = service.read()
        assert [said.count(f"request_id={each}") for each in ids] == [1] * FILLED
        assert "log.lost" not in said


def test_logging_goes_on_after_writes_that_failed(tmp_path: Path) -> None:
    name = tmp_path / "log"
    os.mkfifo(name)
    reader = os.open(name, os.O_RDONLY | os.O_NONBLOCK)
    with IntoPipe(tmp_path / "service", reader, os.open(name, os.O_WRONLY)) as service:
        service.read()
        os.close(reader)
        meanwhile = [ask(service.url, "GET /healthz").headers["X-Request-ID"] for _ in range(FILLED)]
        time.sleep(0.2)  # the writes fail now: nobody has the pipe open for reading
        service.reader = os.open(name, os.O_RDONLY | os.O_NONBLOCK)
        later = ask(service.url, "GET /healthz").headers["X-Request-ID"]
        said = ""
        deadline = time.monotonic() + 10
        while later not in said:
            assert time.monotonic() < deadline
            said += service.read()
        assert [said.count(each) for each in meanwhile] == [1] * FILLED
