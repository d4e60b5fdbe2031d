"""Processor time and memory of a process and its children, from /proc."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Memory:
    """The memory of one server, in MiB. In PSS a page that processes share counts once in all."""

    worker_rss: float
    worker_pss: float
    all_pss: float
    processes: int


def tree(root: int) -> list[int]:
    """The process *root* and all its descendants, *root* first."""
    found = [root]
    for pid in found:
        try:
            for task in Path(f"/proc/{pid}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue  # it has ended meanwhile
    return found


def cpu_seconds(root: int) -> float:
    """Processor time that the tree of *root* has used so far."""
    total = 0
    for pid in tree(root):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])  # utime, stime
    return total / _TICKS


def machine_cpu_seconds() -> float:
    """Processor time of all processes on this machine, with the time that its host took away."""
    user, nice, system, _idle, _wait, irq, softirq, steal = map(
        int, Path("/proc/stat").read_text().splitlines()[0].split()[1:9]
    )
    return (user + nice + system + irq + softirq + steal) / _TICKS


def settle(root: int, at_most: float = 4.0) -> None:
    """Wait until the tree of *root* is idle, because requests of a finished measurement may still run."""
    deadline = time.monotonic() + at_most
    before = cpu_seconds(root)
    while time.monotonic() < deadline:
        time.sleep(0.1)
        now = cpu_seconds(root)
        if now - before <= 1 / _TICKS:
            return
        before = now


def memory(root: int, workers: int) -> Memory:
    """Memory of the tree of *root*; its *workers* largest processes are taken to be the workers."""
    each = sorted((_rss_and_pss(pid) for pid in tree(root)), reverse=True)
    largest = each[:workers]
    return Memory(
        worker_rss=sum(rss for rss, _ in largest) / len(largest),
        worker_pss=sum(pss for _, pss in largest) / len(largest),
        all_pss=sum(pss for _, pss in each),
        processes=len(each),
    )


def _rss_and_pss(pid: int) -> tuple[float, float]:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    kib = {line.split()[0]: int(line.split()[1]) for line in lines[1:]}
    return kib["Rss:"] / 1024, kib["Pss:"] / 1024
