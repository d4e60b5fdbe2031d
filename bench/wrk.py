"""Runs wrk once and reads its result."""

import resource
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from bench import processes
from bench.environment import CannotMeasure
from bench.load import Load
from bench.server import Server


@dataclass(frozen=True)
class Run:
    """One measurement. Latencies in milliseconds, processor times in processors (1.0: one whole core)."""

    rate: float
    p50: float | None = None
    p99: float | None = None
    requests: int = 0
    errors: int = 0  # answers of 400 and above, and failed connections
    generator_cpu: float = 0.0
    server_cpu: float = 0.0
    other_cpu: float = 0.0  # of all other programs on the machine: a measure of disturbance


def command(wrk: str, script: Path, server: Server, *, connections: int, seconds: float) -> list[str]:
    """The command of one run. One thread of wrk is enough for servers on two cores."""
    shape = ["-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "30s"]
    return [wrk, *shape, "-s", str(script), server.client.address]


def run(wrk: str, load: Load, server: Server, folder: Path, *, connections: int, seconds: float) -> Run:
    """Load *server* for some *seconds*, then wait until it is idle."""
    script = folder / "load.lua"
    script.write_text(load.script(seconds))
    before = _Times(server)
    with load.others():
        done = subprocess.run(
            command(wrk, script, server, connections=connections, seconds=seconds),
            capture_output=True,
            text=True,
            timeout=seconds + 60,
            check=False,
        )
    used = _Times(server)
    processes.settle(server.pid)
    result = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    if done.returncode or not result:
        raise CannotMeasure(f"wrk failed: {done.stdout}{done.stderr}")
    count, microseconds, p50, p99, refused, broken = map(int, result[0].split()[1:])
    took = used.clock - before.clock
    generator, own = used.children - before.children, used.server - before.server
    return Run(
        rate=count / microseconds * 1e6,
        p50=p50 / 1000,
        p99=p99 / 1000,
        requests=count,
        errors=refused + broken,
        generator_cpu=generator / took,
        server_cpu=own / took,
        other_cpu=max(0.0, used.machine - before.machine - generator - own) / took,
    )


class _Times:
    """Clocks at one moment."""

    def __init__(self, server: Server) -> None:
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.clock = time.monotonic()
        self.children = children.ru_utime + children.ru_stime
        self.server = sum(processes.cpu_seconds(pid) for pid in (server.pid, *server.beside))
        self.machine = processes.machine_cpu_seconds()
