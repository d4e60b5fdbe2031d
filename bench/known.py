"""``./dev bench known``: whether the time of an answer reveals that an identifier is known."""

import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import count
from statistics import median
from typing import Any

from bench import machine
from bench.client import USER_AGENT, Client
from bench.databases import HELP, opened
from bench.environment import CannotMeasure, find_wrk, throw_away_folder
from bench.server import free_port, running
from bench.subjects import PASSWORD
from bench.subjects.gatepost import Gatepost

MOST_PERCENT = 5  # the goal: how far the medians may be apart
_ACCOUNTS = 100  # known ones in turn, so that no limit of an account is used up
# As in production, without limits that would refuse 500 requests from one address.
_SETTINGS = {
    "GATEPOST_ACTIVATION": "code",
    "GATEPOST_REGISTRATION_ANSWER": "private",
    "GATEPOST_MESSAGE_INTERVAL": "0s",
    "GATEPOST_MESSAGES_PER_HOUR": "1000",
}
_numbers = count()
Body = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """A request with an identifier: *known* and *unknown* give its body, from the number of the request."""

    title: str
    path: str
    known: Callable[[int], Body]
    unknown: Callable[[int], Body]


def _active(place: int) -> str:
    return f"user{place % _ACCOUNTS:05}"


def _waiting(place: int) -> str:
    return f"waiting{place % _ACCOUNTS:05}@example.org"


def _nobody(place: int) -> str:
    return f"guest{place % _ACCOUNTS:05}"


def _stranger(place: int) -> str:
    return f"guests_{place % _ACCOUNTS:05}@example.org"


def _registration(username: str) -> Body:
    return {"username": username, "email": f"new{next(_numbers):06}@example.org", "password": PASSWORD}


CASES = (
    Case(
        "log-in, wrong password",
        "/user/login",
        lambda n: {"username": _active(n), "password": "a wrong password"},
        lambda n: {"username": _nobody(n), "password": "a wrong password"},
    ),
    Case(
        "forgotten password",
        "/user/forgot-password",
        lambda n: {"username": _active(n)},
        lambda n: {"username": _nobody(n)},
    ),
    Case(
        "log-in by code",
        "/user/login/code",
        lambda n: {"username": _active(n)},
        lambda n: {"username": _nobody(n)},
    ),
    Case(
        "activation, a wrong code",
        "/user/activate-account/",
        lambda n: {"email": _waiting(n), "code": "000000"},
        lambda n: {"email": _stranger(n), "code": "000000"},
    ),
    Case(
        "activation, the code once more",
        "/user/activate-account/",
        lambda n: {"email": _waiting(n)},
        lambda n: {"email": _stranger(n)},
    ),
    Case(
        "registration, private; a known or a new username",
        "/user",
        lambda n: _registration(_active(n)),
        lambda _: _registration(f"new{next(_numbers):06}"),
    ),
)


def main(arguments: list[str]) -> int:
    """Measure and print. 0 if the goal is met."""
    parser = ArgumentParser(prog="./dev bench known", description=__doc__.partition(": ")[2])  # type: ignore[union-attr]
    parser.add_argument("--times", type=int, default=500, metavar="N", help="requests of either sort (default: 500)")
    parser.add_argument("--database", default="", metavar="DB", help=HELP)
    options = parser.parse_args(arguments)
    met = True
    with throw_away_folder() as folder, opened(options.database) as (database,):
        gatepost = Gatepost(_SETTINGS, database)
        gatepost.seed(folder)
        port = free_port()
        with running(gatepost.command(folder, port), port) as server:
            _register_pending(server.client)
            print(f"{machine.describe(find_wrk())}.\n")
            print("| | known, ms | unknown, ms | difference |\n| --- | --- | --- | --- |")
            for case in CASES:
                known, unknown = _measure(case, server.client, options.times)
                apart = 100 * abs(known - unknown) / min(known, unknown)
                met = met and apart < MOST_PERCENT
                print(f"| {case.title} | {known:.2f} | {unknown:.2f} | {apart:.1f} % |", flush=True)
    words = "reached" if met else "missed"
    print(f"\nMedians of {options.times} + {options.times} requests, one of each in turn over one connection.")
    print(f"Goal, less than {MOST_PERCENT} % apart: {words}.")
    return 0 if met else 1


def _register_pending(client: Client) -> None:
    """Register the accounts that are not activated."""
    print(f"Registering {_ACCOUNTS} accounts ...", file=sys.stderr)
    names = [(f"waiting{place:05}", _waiting(place)) for place in range(_ACCOUNTS)]
    client.json_each("/user", [{"username": name, "email": at, "password": PASSWORD} for name, at in names])


def _measure(case: Case, client: Client, times: int) -> tuple[float, float]:
    """The medians in ms, known and unknown. The first ten requests are discarded."""
    connection = HTTPConnection(client.host, client.port, timeout=30)
    taken: tuple[list[float], list[float]] = [], []
    for number in range(-10, times):
        pair = [(0, case.known(number)), (1, case.unknown(number))]
        found = {sort: _send(connection, case.path, body) for sort, body in (pair if number % 2 else reversed(pair))}
        if found[0][1:] != found[1][1:]:
            raise CannotMeasure(f"{case.title}: known is answered {found[0][1:]}, unknown {found[1][1:]}")
        for sort, (seconds, *_) in found.items():
            if number >= 0:
                taken[sort].append(seconds * 1000)
    connection.close()
    return median(taken[0]), median(taken[1])


def _send(connection: HTTPConnection, path: str, body: Body) -> tuple[float, int, bytes]:
    text, headers = json.dumps(body), {"Content-Type": "application/json", "User-Agent": USER_AGENT}
    begun = time.perf_counter()
    connection.request("POST", path, text, headers)
    answer = connection.getresponse()
    content = answer.read()
    return time.perf_counter() - begun, answer.status, content
