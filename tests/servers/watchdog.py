"""Outlives a test process that is killed: stops its server and removes the server's folder.

Run as ``python watchdog.py FOLDER SIGNAL`` with a pipe as standard input. The pipe ends when its other end is
closed or the process that holds it dies, however it dies. ``FOLDER/pid`` names the server, if one runs.
Only the standard library is used: it has to start fast and need nothing.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

PATIENCE = 5.0  # seconds for the server to go by itself


def main(folder: Path, farewell: int) -> None:
    """Wait for the end of the pipe, then leave nothing behind."""
    sys.stdin.buffer.read()
    with contextlib.suppress(OSError, ValueError):  # no server, or it is gone
        pid = int((folder / "pid").read_text())
        if os.getsid(pid) == pid:  # as it was started; another process that got the number is left alone
            end(pid, farewell)
    shutil.rmtree(folder, ignore_errors=True)


def end(pid: int, farewell: int) -> None:
    """Ask the server to go, paused or not; make it go if it does not."""
    family = [pid, *descendants(pid)]
    signal_all(family, signal.SIGCONT)
    signal_all([pid], farewell)
    deadline = time.monotonic() + PATIENCE
    while living(family):
        if time.monotonic() > deadline:
            signal_all(living(family), signal.SIGKILL)
        time.sleep(0.02)


def signal_family(pid: int, number: int) -> None:
    """Send a signal to a process, then to its descendants: once stopped, it cannot have more of them."""
    signal_all([pid], number)
    signal_all(descendants(pid), number)


def signal_all(pids: list[int], number: int) -> None:
    """Send a signal to each that is still there."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def descendants(pid: int) -> list[int]:
    """The children of *pid*, their children, and so on."""
    parents = {child: parent for child, parent, _ in _processes()}
    found = [pid]
    for known in found:  # grows while it is walked
        found += [child for child, parent in parents.items() if parent == known]
    return found[1:]


def living(pids: list[int]) -> list[int]:
    """Those of *pids* that run; a process that ended and was not collected does not."""
    return [pid for pid, _, state in _processes() if pid in pids and not state.startswith("Z")]


def _processes() -> list[tuple[int, int, str]]:
    """Every process: its id, its parent's, its state. From /proc, since a bare Debian has no ps."""
    if not Path("/proc/self/stat").exists():
        listing = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, text=True, check=True)
        rows = [line.split() for line in listing.stdout.splitlines()]
        return [(int(row[0]), int(row[1]), row[2]) for row in rows]
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # ended meanwhile
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            found.append((int(folder.name), int(parent), state))
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
