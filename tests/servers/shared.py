"""One server of each engine for a whole test run, whatever the number of workers."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Any

from . import engines
from .access import Access
from .server import Server

_started: dict[str, Server] = {}  # by this process
_known: dict[str, Access] = {}  # in this run


def use(engine: str) -> Access:
    """The way into the run's server of *engine*, started at its first use. Skips the test if it is not there."""
    engines.require(engine)
    if engine not in _known:
        _start(engine)
    return _known[engine]


def hand_out() -> dict[str, dict[str, Any]]:
    """Start every selected engine's server, all at once, and say how another process gets in."""
    lacking = engines.missing()
    wanted = set(engines.selected()) & set(engines.KINDS) - set(lacking) - set(_known)
    with ThreadPoolExecutor(max_workers=len(engines.KINDS)) as pool:
        list(pool.map(_start, wanted))
    return {name: asdict(access) for name, access in _known.items()}


def take_over(handed: dict[str, dict[str, Any]]) -> None:
    """Use the servers that another process started and will remove."""
    _known.update({name: Access(**access) for name, access in handed.items()})


def remove() -> None:
    """Remove the servers that this process started."""
    for name, server in list(_started.items()):
        server.remove()
        del _started[name], _known[name]


def _start(engine: str) -> None:
    server = _started[engine] = engines.KINDS[engine]()
    _known[engine] = server.start().access
