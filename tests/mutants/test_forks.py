"""Jobs in forked processes: one that ends early or takes too long gives no result, and leaves nothing running."""

import os
import subprocess
import sys
import time

from tests.mutants.mutant import ROOT

SCRIPT = """
import os, subprocess, sys, time
from tests.mutants.forks import NoResult, run_forked

def work(job):
    if job == "breaks":
        os._exit(7)
    if job == "hangs":
        left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        os.write(1, f"{left.pid}\\n".encode())
        time.sleep(600)
    return job.upper()

for job, result in run_forked(work, ["works", "breaks", "hangs", "works too"], at_once=2, limit=3):
    told = result if isinstance(result, (str, NoResult)) else type(result)
    os.write(1, f"{job} -> {told}\\n".encode())  # in one piece: two processes write
"""


def test_each_job_gives_its_result_or_the_reason_why_there_is_none() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    pid, *told = sorted(ran.stdout.splitlines())
    assert told == [
        "breaks -> its process ended with 7",
        "hangs -> it took longer than 3 seconds",
        "works -> WORKS",
        "works too -> WORKS TOO",
    ]
    assert ended(int(pid))


def ended(pid: int) -> bool:
    """Whether that process is gone; the system may take a moment."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    listed = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return listed.stdout.strip().startswith("Z")
