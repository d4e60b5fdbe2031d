"""The sockets at which a worker listens. Granian makes them; the kernel balances connections between the workers."""

import asyncio
import os
import resource
import socket
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

BACKLOG = 1024  # connections that may wait to be accepted
_MOST = 4096  # connections of one process: so many that idle clients do not take all of them
_OTHER_FILES = 512  # databases, logs, mail servers, and the accept queue
_LONGEST_BIND, _LOOK = 5.0, 0.005  # seconds
_OPEN_FILES = Path("/proc/self/fd")  # Linux only


class Address(NamedTuple):
    """Where a service listens: an IP address and a port."""

    host: str
    port: int


@contextmanager
def reserved_address(host: str, port: int) -> Iterator[Address]:
    """The address of *host*, which may be a name, and the *port*, where 0 takes a free one.

    It is reserved until the end, also while no worker listens: another service that is told to listen there is refused.
    Raises OSError if another process listens there, or has reserved it.
    """
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe, socket.socket(family, kind, protocol) as reserved:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)
        found = probe.getsockname()
        probe.close()
        reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # only the workers set it, too
        reserved.bind(found)
        yield Address(*found[:2])


def most_connections() -> int:
    """The limit of open files, less those needed otherwise, and at most _MOST. Raises the soft limit if it can."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST + _OTHER_FILES
    if _is_below(soft, wanted):
        soft = hard if _is_below(hard, wanted) else wanted
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return max(_OTHER_FILES, soft - _OTHER_FILES) if _is_below(soft, wanted) else _MOST


async def find_listeners(address: Address) -> list[socket.socket]:
    """The sockets of this process that listen at *address*, as soon as there are any.

    Elsewhere than on Linux there are none: it returns when a connection is accepted. Raises TimeoutError.
    """
    async with asyncio.timeout(_LONGEST_BIND):
        while _OPEN_FILES.exists():
            files = list(_OPEN_FILES.iterdir())
            if found := [listener for file in files for listener in _listener(int(file.name), address.port)]:
                return found
            await asyncio.sleep(_LOOK)
        while not await _accepts(address):
            await asyncio.sleep(_LOOK)
    return []


def limit_unread_answers(listeners: Iterable[socket.socket], timeout: timedelta) -> None:
    """Close connections whose client has read nothing of an answer for so long. The kernel gives each the option."""
    for listener in listeners:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(timeout.total_seconds() * 1000))


async def _accepts(address: Address) -> bool:
    try:
        _, writer = await asyncio.open_connection(*address)
    except OSError:
        return False
    writer.close()
    return True


def _listener(descriptor: int, port: int) -> Iterable[socket.socket]:
    """The socket with this *descriptor*, if it listens at *port*: a copy, which closes nothing of the server's."""
    with suppress(OSError):
        if not stat.S_ISSOCK(os.fstat(descriptor).st_mode):
            return
        found = socket.socket(fileno=os.dup(descriptor))
        with suppress(OSError):
            if found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) and found.getsockname()[1] == port:
                yield found
                return
        found.close()


def _is_below(limit: int, wanted: int) -> bool:
    return limit != resource.RLIM_INFINITY and limit < wanted
