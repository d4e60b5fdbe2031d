"""``./dev bench profile``: where the processor time of a request goes, in one process and without a network."""

import asyncio
import cProfile
import os
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import uvloop
from flask import Flask

from bench import machine
from bench.environment import find_wrk, server_environment, throw_away_folder
from bench.load import Load
from bench.operations import ENROLLED, OPERATIONS
from bench.options import several
from bench.profiling.requests import Chain, Sender, by_door, by_flask
from bench.profiling.shares import PARTS, shares_of
from bench.server import free_port, running
from bench.subjects.gatepost import Gatepost

_AT_ONCE = 8  # requests of which a look-up of M answers so many together
_BY_DOOR = ("M", "I", "A", "N", "F")
_SLOW = ("L", "T", "S", "R")
_LETTERS = tuple(operation.letter for operation in OPERATIONS if operation.letter != "W")


def main(arguments: list[str]) -> int:
    """Profile and print."""
    parser = ArgumentParser(prog="./dev bench profile", description=(__doc__ or "").partition(": ")[2])
    parser.add_argument("--only", type=several(_LETTERS), default=_LETTERS, metavar="M,L", help="only these operations")
    parser.add_argument("--requests", type=int, default=8000, metavar="N", help="a tenth of them for L, T, S, R")
    options = parser.parse_args(arguments)
    with throw_away_folder() as folder:
        gatepost = Gatepost({"GATEPOST_LIMITS": "off"}, enrolled=bool(set(ENROLLED) & set(options.only)))
        gatepost.seed(folder)
        port = free_port()
        with running(gatepost.command(folder, port), port) as server:
            loads = gatepost.loads(server.client)
        app = _application(folder, port)
        lines = [_profile(app, letter, loads[letter], count=options.requests) for letter in options.only]
    print(f"{machine.describe(find_wrk())}; SQLite; one process, {_AT_ONCE} requests at once.\n")
    print(f"| | µs | {' | '.join(PARTS)} |\n| --- | --- |{' --- |' * len(PARTS)}")
    print("\n".join(lines))
    return 0


def _application(folder: Path, port: int) -> Flask:
    """The service in this process, on the data in *folder*. Its tokens name the *port*. Its log lines go nowhere."""
    place = {"GATEPOST_INSTANCE": str(folder / "instance"), "HOST": "127.0.0.1", "PORT": str(port)}
    environment = server_environment(**place, GATEPOST_LIMITS="off")
    os.environ.clear()
    os.environ.update(environment)
    from gatepost.app import create_app  # noqa: PLC0415  the environment is set before the settings are read
    from gatepost.environment import load_settings  # noqa: PLC0415
    from gatepost.http.request_log import REQUESTS  # noqa: PLC0415

    REQUESTS.write = _nowhere  # written, so that its cost is seen; the thread that prints is another cost
    return create_app(load_settings())


def _nowhere(_line: str) -> None:
    pass


def _profile(app: Flask, letter: str, load: Load, *, count: int) -> str:
    """One line of the table."""
    count = count // 10 if letter in _SLOW else count
    through = by_door if letter in _BY_DOOR else by_flask

    async def measure() -> tuple[float, Counter[str]]:
        with app.app_context() if letter in _BY_DOOR else nullcontext():
            send = through(app)
            await _send_all(send, load, count // 4)  # what is cached later is cached
            begun = time.process_time()
            await _send_all(send, load, count)
            taken = time.process_time() - begun
            profile = cProfile.Profile()
            await _send_all(send, load, count, during=profile)
            return taken / count * 1e6, shares_of(profile)

    micros, shares = uvloop.run(measure())
    print(f"{letter}: {micros:.0f} µs", file=sys.stderr)
    cells = (f"{100 * shares[part] / shares.total():.0f} %" if shares[part] else "" for part in PARTS)
    return f"| {letter} | {micros:,.0f} | {' | '.join(cells)} |"


async def _send_all(
    send: Sender, load: Load, count: int, *, during: AbstractContextManager[object] | None = None
) -> None:
    chains = [Chain(load, place=place, step=_AT_ONCE) for place in range(_AT_ONCE)]
    with during or nullcontext():
        await asyncio.gather(*(_follow(chain.next, send, count // _AT_ONCE) for chain in chains))


async def _follow(step: Callable[[Sender], Awaitable[None]], send: Sender, count: int) -> None:
    for _ in range(count):
        await step(send)
