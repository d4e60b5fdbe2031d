"""``./dev bench console``: whether the console's pages take longer among a million users than among a thousand."""

import contextlib
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote

from bench import machine, page
from bench.browser import signed_in
from bench.client import Client
from bench.databases import HELP, opened
from bench.environment import HERE, CannotMeasure, find_wrk, install_peers, throw_away_folder
from bench.goals import CONSOLE_SHARE, CONSOLE_TIMES, verdict
from bench.options import command_line
from bench.server import free_port, running
from bench.subjects import PASSWORD, WORKERS
from bench.subjects.gatepost import Gatepost
from bench.subjects.pocketbase import RECORDS, PocketBase

FEW, MANY = 1_000, 1_000_000
_ADMINISTRATOR = "user00000"
_USERS = "/admin/console/users"
_PEER_FILTERS = 50  # one of the peer for so many of ours at most, because each may take a second


@dataclass(frozen=True)
class Site:
    """A running service with so many *users*, and the *headers* of someone who may see all of them."""

    client: Client
    users: int
    headers: dict[str, str]


@dataclass(frozen=True)
class Deed:
    """Something that support does: *path* for the request of this number at a site, which shows *found*."""

    title: str
    path: Callable[[Site, int], str]
    found: Callable[[Site, int], str]


def _name(site: Site, number: int) -> str:
    return f"user{number * 37 % site.users:05}"


def _number(site: Site, number: int) -> str:
    return f"60000{number * 37 % site.users:08}"


DEEDS = (
    Deed("the newest users", lambda *_: _USERS, lambda site, _: f"user{site.users - 1:05}"),
    Deed("search: one letter", lambda *_: f"{_USERS}?q=u", lambda *_: "user00000"),
    Deed("search: a username", lambda *which: f"{_USERS}?q={_name(*which)}", _name),
    Deed("search: a number", lambda *which: f"{_USERS}?q={_number(*which)}", _name),
    Deed("search: an e-mail address", lambda *which: f"{_USERS}?q={_name(*which)}%40exa", _name),
)


def main(arguments: list[str]) -> int:
    """Measure and print. 0 if the goals are met."""
    parser = ArgumentParser(prog="./dev bench console", description=(__doc__ or "").partition(": ")[2])
    parser.add_argument("--users", type=int, default=MANY, metavar="N", help=f"the many (default: {MANY}; from {FEW})")
    parser.add_argument("--times", type=int, default=200, metavar="N", help="requests of each sort (default: 200)")
    parser.add_argument("--database", default="", metavar="DB", help=HELP)
    parser.add_argument("--write", action="store_true", help="also write bench/results.md")
    options = parser.parse_args(arguments)
    if options.users < FEW:
        parser.error(f"--users: at least {FEW}")
    install_peers()
    with throw_away_folder() as folder, _sites(options, folder) as (few, many, peer):
        machine_line = machine.describe(find_wrk())
        theirs = _time_filter(peer, options.times)
        print(f"PocketBase, a filtered list: {median(theirs):.1f} ms", file=sys.stderr)
        user_page = _user_page(few, many, options.times)
        rows = [_row(deed, few, many, options.times, median(theirs)) for deed in (*DEEDS, user_page)]
    met = all(reached for _, reached in rows)
    text = _report(options, [line for line, _ in rows], theirs, machine_line, met=met)
    print(text)
    if options.write:
        page.keep(HERE / "results.md", page.CONSOLE, text)
    return 0 if met else 1


@contextlib.contextmanager
def _sites(options: Namespace, folder: Path) -> Iterator[list[Site]]:
    """Gatepost with few users, Gatepost with many, and PocketBase with as many."""
    counts = {"few": FEW, "many": options.users}
    with contextlib.ExitStack() as stack:
        databases = stack.enter_context(opened(options.database, names=tuple(counts)))
        peer, place, port = PocketBase(users=options.users), folder / "peer", free_port()
        place.mkdir()
        peer.seed(place)
        theirs = stack.enter_context(running(peer.command(place, port), port)).client
        sites = []
        for (name, count), database in zip(counts.items(), databases, strict=True):
            service, place, begun = Gatepost({}, database, users=count, lived_in=True), folder / name, time.monotonic()
            place.mkdir()
            service.seed(place, seconds=120 + count // 1_000)
            service.remember(place, administrator=_ADMINISTRATOR, seconds=120 + count // 1_000)
            print(f"{count:,} users in {time.monotonic() - begun:.0f} s", file=sys.stderr)
            port = free_port()
            client = stack.enter_context(running(service.command(place, port), port)).client
            sites.append(Site(client, count, signed_in(client, _ADMINISTRATOR, PASSWORD)))
        yield [*sites, Site(theirs, options.users, peer.headers(theirs))]


def _user_page(few: Site, many: Site, times: int) -> Deed:
    """One user's page. It is found by uuid, so the uuids are asked for first."""
    uuids = {(site.client, n): _uuid(site, _name(site, n)) for site in (few, many) for n in range(-10, times)}
    return Deed("one user's page", lambda site, number: f"{_USERS}/{uuids[site.client, number]}", _name)


def _uuid(site: Site, username: str) -> str:
    answer = site.client.send("GET", f"/admin/users?q={username}&limit=1", headers=site.headers)
    return str(answer.body["data"][0]["uuid"])


def _row(deed: Deed, few: Site, many: Site, times: int, peer: float) -> tuple[str, bool]:
    """A line of the table, and whether both goals are met."""
    taken: dict[Client, list[float]] = {few.client: [], many.client: []}
    connections = [(site, HTTPConnection(site.client.host, site.client.port, timeout=30)) for site in (few, many)]
    for number in range(-10, times):
        for site, connection in connections if number % 2 else reversed(connections):
            seconds, text = _ask(connection, deed.path(site, number), site.headers)
            if deed.found(site, number) not in text:
                raise CannotMeasure(f"{deed.title}: {deed.path(site, number)} shows no {deed.found(site, number)}")
            if number >= 0:
                taken[site.client].append(seconds * 1000)
    grown, share = (median(taken[many.client]) / other for other in (median(taken[few.client]), peer))
    goals = (
        f"{grown:.2f}, goal at most {CONSOLE_TIMES:g}: {verdict(grown <= CONSOLE_TIMES)}",
        f"{share:.3f}, goal at most {CONSOLE_SHARE:g}: {verdict(share <= CONSOLE_SHARE)}",
    )
    line = f"| {deed.title} | {_told(taken[few.client])} | {_told(taken[many.client])} | {' | '.join(goals)} |"
    print(line, file=sys.stderr)
    return line, grown <= CONSOLE_TIMES and share <= CONSOLE_SHARE


def _time_filter(peer: Site, times: int) -> list[float]:
    """The times in ms of PocketBase's list of 50 with a filter, by one name each."""
    connection, taken = HTTPConnection(peer.client.host, peer.client.port, timeout=60), []
    for number in range(-2, min(times, _PEER_FILTERS)):
        wanted = quote(f"name ~ '{_name(peer, number)}'")
        seconds, text = _ask(connection, f"{RECORDS}?perPage=50&filter={wanted}", peer.headers)
        if _name(peer, number) not in text:
            raise CannotMeasure(f"PocketBase does not find {_name(peer, number)}: {text[:500]}")
        if number >= 0:
            taken.append(seconds * 1000)
    return taken


def _ask(connection: HTTPConnection, path: str, headers: dict[str, str]) -> tuple[float, str]:
    begun = time.perf_counter()
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    seconds = time.perf_counter() - begun
    if answer.status != 200:
        raise CannotMeasure(f"{path} answered {answer.status}: {text[:500]}")
    return seconds, text


def _told(taken: list[float]) -> str:
    return f"{median(taken):.1f} ({quantiles(taken, n=20)[-1]:.1f})"


def _report(options: Namespace, lines: list[str], theirs: list[float], machine_line: str, *, met: bool) -> str:
    how = f"{options.times} requests of each sort, one at a time over one connection, at both sizes in turn"
    heads = (f"{FEW:,} users: median in ms (95 of 100)", f"{options.users:,} users", "the time, as a multiple")
    return "\n".join(
        [
            f"Measured {machine.today()} with `{command_line()}`: {how}; {WORKERS} server processes each.",
            f"Machine: {machine_line}.",
            "Each user has a session, a known device, an event on record, a number, an address and a message.",
            "",
            f"| | {' | '.join(heads)} | as a share of PocketBase's list |",
            "| --- | --- | --- | --- | --- |",
            *lines,
            "",
            f"PocketBase lists 50 of {options.users:,} users with the filter `name ~ '…'` in {_told(theirs)} ms.",
            f"Goals: {verdict(met)}.",
            "",
        ]
    )
