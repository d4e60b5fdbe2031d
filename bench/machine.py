"""The machine of a run, which readers need to judge the numbers."""

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path


def describe(wrk: str) -> str:
    """One line on the machine, its system and the tools."""
    told = subprocess.run([wrk, "-v"], capture_output=True, text=True, check=False, timeout=10).stdout
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{len(os.sched_getaffinity(0))} processors ({_model()}), {memory:.0f} GiB, {_system()}, "
        f"kernel {platform.release().split('-')[0]}, Python {platform.python_version()}, {' '.join(told.split()[:2])}; "
        f"wrk and the servers share the processors"
    )


def today() -> str:
    return datetime.now(UTC).date().isoformat()


def load_average() -> float:
    """How busy the machine was in the last minute: before a measurement it should be near 0."""
    return os.getloadavg()[0]


def _model() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return sys.platform
