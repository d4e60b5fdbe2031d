"""``./dev bench storm``: the effect of 200 parallel log-ins on other requests."""

import contextlib
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from bench import machine, wrk
from bench.databases import HELP, opened
from bench.environment import CannotMeasure, find_wrk, throw_away_folder
from bench.goals import HEALTH_IN_STORM_MS, STORM_TIMES
from bench.health import asking_for_health
from bench.load import Load
from bench.processes import settle
from bench.server import Server, free_port, running
from bench.subjects import IN_TURN, PASSWORD, WORKERS
from bench.subjects.gatepost import Gatepost

LOG_INS, CONNECTIONS = 200, 32
_HEAD_START = 1.0  # seconds of storm before a measurement begins
_SCRIPT = """
served, refused, others = 0, 0, 0
local turn, waits, heeding = 0, {}, %s
local body = '{"username": "user%%05d", "password": "%s"}'
local headers = {["Content-Type"] = "application/json", ["User-Agent"] = "bench"}
function setup(it) thread = it end
function request()
    turn = turn + 1
    return wrk.format("POST", "/user/login", headers, body:format(%d + turn %% %d))
end
function response(status, headers, body)
    served = served + (status == 200 and 1 or 0)
    refused = refused + (status == 503 and 1 or 0)
    others = others + ((status == 200 or status == 503) and 0 or 1)
    local told = headers["Retry-After"] or headers["retry-after"]
    if status == 503 and not told then others = others + 1 end
    if heeding then table.insert(waits, status == 503 and tonumber(told) * 1000 or 0) end
end
if heeding then
    function delay() return table.remove(waits, 1) or 0 end
end
function done(summary)
    local seconds = summary.duration / 1000000
    print(string.format("STORM %%.3f %%.3f %%d", thread:get("served") / seconds, thread:get("refused") / seconds,
        thread:get("others") + summary.errors.connect + summary.errors.read + summary.errors.timeout))
end
"""
_KINDS = {
    "none": "no storm",
    "heeding": f"{LOG_INS} clients log in, and wait as Retry-After says",
    "heedless": f"{LOG_INS} clients log in, and try again at once",
}


@dataclass
class Storm:
    """The answers to the clients of one run, per second; *wrong*: unexpected answers, and broken connections."""

    served: float = 0.0
    refused: float = 0.0
    wrong: int = 0


@dataclass
class Figures:
    """The figures of one kind of run, by round; times in milliseconds."""

    m: list[float] = field(default_factory=list)
    rate: list[float] = field(default_factory=list)
    health: list[float] = field(default_factory=list)
    storms: list[Storm] = field(default_factory=list)


def main(arguments: list[str]) -> int:
    """Measure and print. 0 if the goals are met."""
    parser = ArgumentParser(prog="./dev bench storm", description=__doc__.partition(": ")[2])  # type: ignore[union-attr]
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="after one that is discarded (default: 5)")
    parser.add_argument("--seconds", type=int, default=4, metavar="S", help="length of one measurement (default: 4)")
    parser.add_argument("--database", default="", metavar="DB", help=HELP)
    options = parser.parse_args(arguments)
    path, found = find_wrk(), {kind: Figures() for kind in _KINDS}
    with throw_away_folder() as folder, opened(options.database) as (database,):
        gatepost = Gatepost({}, database)
        gatepost.seed(folder)
        port = free_port()
        with running(gatepost.command(folder, port), port) as server:
            load = gatepost.loads(server.client)["M"]
            load.verify(server.client, who=gatepost.key)
            for number in range(options.rounds + 1):
                for kind in _KINDS:
                    _run(kind, path, load, server, folder, options.seconds, found[kind] if number else Figures())
                    print(f"round {number or '0, discarded'}: {kind}", file=sys.stderr)
    print(f"{machine.describe(path)}; {WORKERS} server processes, M from {CONNECTIONS} connections.\n")
    return 0 if _report(found) else 1


def _run(kind: str, path: str, load: Load, server: Server, folder: Path, seconds: int, into: Figures) -> None:
    with _storm(kind, path, server, folder, seconds) as storm, asking_for_health(server.client) as health:
        run = wrk.run(path, load, server, folder, connections=CONNECTIONS, seconds=seconds)
    if run.errors or run.p99 is None or not run.requests:
        raise CannotMeasure(f"{kind}: {run.errors} errors in {run.requests} requests of M")
    into.m.append(run.p99)
    into.rate.append(run.rate)
    into.health.append(quantiles(health, n=100)[98])
    into.storms.append(storm)
    settle(server.pid)


@contextlib.contextmanager
def _storm(kind: str, path: str, server: Server, folder: Path, seconds: int) -> Iterator[Storm]:
    """Clients log in while the block runs, and a little longer."""
    storm = Storm()
    if kind == "none":
        yield storm
        return
    script = folder / "storm.lua"
    script.write_text(_SCRIPT % (str(kind == "heeding").lower(), PASSWORD, IN_TURN, IN_TURN))
    shape = ["-t1", f"-c{LOG_INS}", f"-d{seconds + 3}s", "--timeout", "30s", "-s", str(script)]
    clients = subprocess.Popen([path, *shape, server.client.address], stdout=subprocess.PIPE, text=True)
    try:
        time.sleep(_HEAD_START)
        yield storm
        said = clients.communicate(timeout=60)[0]
    finally:
        clients.kill()
        clients.wait()
    told = [line.split()[1:] for line in said.splitlines() if line.startswith("STORM ")]
    if not told:
        raise CannotMeasure(f"wrk failed: {said}")
    storm.served, storm.refused, storm.wrong = float(told[0][0]), float(told[0][1]), int(told[0][2])


def _report(found: dict[str, Figures]) -> bool:
    """Print the table. True if the goals are met."""
    calm, met = found["none"], True
    print("| | M p99 ms | times as without | M/s | /healthz p99 ms | log-ins/s | refused/s |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for kind, figures in found.items():
        ratios = [here / there for here, there in zip(figures.m, calm.m, strict=True)]
        times, health = f"{median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})", median(figures.health)
        met = met and median(ratios) <= STORM_TIMES and health < HEALTH_IN_STORM_MS
        served, refused = (median(getattr(storm, name) for storm in figures.storms) for name in ("served", "refused"))
        speed = f"{median(figures.m):.0f} | {times} | {median(figures.rate):.0f} | {health:.0f}"
        print(f"| {_KINDS[kind]} | {speed} | {served:.0f} | {refused:.0f} |")
    wrong = sum(storm.wrong for figures in found.values() for storm in figures.storms)
    print(f"\nAnswers to log-ins that were neither 200 nor 503 with Retry-After: {wrong}.")
    words = "reached" if met else "missed"
    print(f"Goals, p99 of M at most {STORM_TIMES} times and of /healthz below {HEALTH_IN_STORM_MS} ms: {words}.")
    return met and not wrong
