"""``./dev bench waiting``: how fast ``/healthz`` is beside connections that all wait for a lock of the database."""

import contextlib
import socket
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

from sqlalchemy import Engine, create_engine, text

from bench import machine
from bench.client import Client, Request
from bench.databases import HELP, opened
from bench.environment import CannotMeasure, find_wrk, throw_away_folder
from bench.health import asking_for_health
from bench.server import free_port, running
from bench.subjects import WORKERS
from bench.subjects.gatepost import Gatepost

CONNECTIONS, MOST_MS = 32, 50  # the goal: p99 of /healthz
_HEAD_START = 0.5  # seconds in which the connections begin to wait
_BODY = b'{"gender": "Female"}'


def main(arguments: list[str]) -> int:
    """Measure and print. 0 if the goal is met."""
    parser = ArgumentParser(prog="./dev bench waiting", description=(__doc__ or "").partition(": ")[2])
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="after one that is discarded (default: 5)")
    parser.add_argument(
        "--seconds", type=float, default=3.0, metavar="S", help="length of one (default: 3, less than 4)"
    )
    parser.add_argument("--database", default="", metavar="DB", help=HELP)
    options = parser.parse_args(arguments)
    with throw_away_folder() as folder, opened(options.database) as (database,):
        gatepost = Gatepost({"GATEPOST_LIMITS": "off"}, database)
        gatepost.seed(folder)
        port = free_port()
        with running(gatepost.command(folder, port), port) as server, _engine(database.uri, folder) as engine:
            alone, beside = [], []
            own = gatepost.loads(server.client)["M"].requests[0]
            for number in range(options.rounds + 1):
                alone.append(_p99(server.client, options.seconds))
                with _all_waiting(server.client, engine, own):
                    beside.append(_p99(server.client, options.seconds))
                print(f"round {number or '0, discarded'}: {alone[-1]:.1f} and {beside[-1]:.1f} ms", file=sys.stderr)
    print(f"{machine.describe(find_wrk())}; {WORKERS} server processes on {engine.name}.\n")
    print("| | p99 of /healthz, ms: median (least-most) |\n| --- | --- |")
    for name, figures in (("nothing else", alone[1:]), (f"{CONNECTIONS} connections wait", beside[1:])):
        print(f"| {name} | {median(figures):.1f} ({min(figures):.1f}-{max(figures):.1f}) |")
    met = median(beside[1:]) <= MOST_MS
    print(f"\nGoal, at most {MOST_MS} ms beside them: {'reached' if met else 'missed'}.")
    return 0 if met else 1


@contextlib.contextmanager
def _engine(database: str, folder: Path) -> Iterator[Engine]:
    """The service's own database, from outside."""
    engine = create_engine(database or f"sqlite:///{next((folder / 'instance').glob('*.db'))}")
    try:
        yield engine
    finally:
        engine.dispose()


@contextlib.contextmanager
def _all_waiting(client: Client, engine: Engine, own: Request) -> Iterator[None]:
    """Hold the row of the user whose *own* request is given; so many connections wait to change it until the end."""
    headers = {"Host": "bench", **own.headers, "Content-Length": str(len(_BODY))}
    head = "\r\n".join([f"PATCH {own.path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())])
    with contextlib.ExitStack() as stack, engine.connect() as holder:
        if engine.name == "sqlite":
            holder.exec_driver_sql("BEGIN IMMEDIATE")
        holder.execute(text("UPDATE users SET gender = NULL WHERE uuid = :uuid"), {"uuid": own.path.rpartition("/")[2]})
        for _ in range(CONNECTIONS):
            connection = stack.enter_context(socket.create_connection((client.host, client.port), timeout=30))
            connection.sendall(f"{head}\r\n\r\n".encode() + _BODY)
        time.sleep(_HEAD_START)
        yield
        holder.rollback()


def _p99(client: Client, seconds: float) -> float:
    with asking_for_health(client) as taken:
        time.sleep(seconds)
    if len(taken) < 100:
        raise CannotMeasure(f"only {len(taken)} answers of /healthz in {seconds:g} s")
    return quantiles(taken, n=100)[98]
