"""The queue of the log: it grows to a bound while nothing can be written, and says afterwards what was lost."""

import json
import subprocess
import sys

import pytest

from tests.support.live import clean_environment

LINES = 40_000
FLOOD = """
import resource, sys
import structlog
from gatepost.environment import load_settings
from gatepost.http.logs import configure_logs, flush_logs

configure_logs(load_settings({"GATEPOST_LOG_FORMAT": sys.argv[1]}, secret_key="x"))
log = structlog.get_logger("ours")
log.info("before")
flush_logs()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for number in range(int(sys.argv[2])):
    log.info("flood", number=number, filler="x" * 100)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, flush=True)
sys.stdin.readline()
flush_logs()
log.info("after")
"""


@pytest.mark.asvs("16.5.3")
@pytest.mark.parametrize("log_format", ["json", "readable"])
def test_lines_that_find_the_queue_full_are_counted_and_the_count_is_logged(log_format: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", FLOOD, log_format, str(LINES)],
        env=clean_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as flood:
        assert flood.stdin
        assert flood.stdout
        assert flood.stderr
        grown = int(flood.stdout.readline())  # nobody has read the log until now
        flood.stdin.write("go on\n")
        flood.stdin.close()
        lines = flood.stderr.read().splitlines()
        assert flood.wait(timeout=10) == 0
    assert grown < 24 * 1024  # KiB; without a bound it is twice as much
    written = [number for number, line in enumerate(lines) if "flood" in line]
    (told,) = [number for number, line in enumerate(lines) if "log.lost" in line]
    assert written == list(range(1, told))
    count = json.loads(lines[told])["lines"] if log_format == "json" else int(lines[told].rpartition("lines=")[2])
    assert count == LINES - len(written)
    assert "after" in lines[-1]
