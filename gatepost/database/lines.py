"""The network connection below a driver's connection, to cut it off from another thread."""

import os
import socket
from typing import Any
from weakref import WeakKeyDictionary

from gatepost.host_addresses import look_up

_NUMERIC = socket.NI_NUMERICHOST | socket.NI_NUMERICSERV

_twins: WeakKeyDictionary[Any, socket.socket] = WeakKeyDictionary()


def open_line(named: dict[str, Any], *, timeout: float) -> socket.socket:
    """A socket to the server that PyMySQL's arguments *named* tell of, as it opens one itself. Raises OSError."""
    if path := named.get("unix_socket"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(timeout)
        line.connect(path)
    else:
        line = _connect(named.get("host") or "localhost", named.get("port") or 3306, named, timeout=timeout)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    line.settimeout(None)
    return line


def _connect(host: str, port: int, named: dict[str, Any], *, timeout: float) -> socket.socket:
    """A connection to the first address that answers within *timeout*; so long waits the look-up of the name, too."""
    source = (named["bind_address"], 0) if named.get("bind_address") else None
    refused: OSError = OSError(f"{host} has no address")
    for *_, address in look_up(host, port, seconds=timeout):
        try:
            numeric, _ = socket.getnameinfo(address, _NUMERIC)  # with its zone, if it is link-local
            return socket.create_connection((numeric, port), timeout, source)
        except OSError as error:
            refused = error
    raise refused


def keep_line(connection: Any, line: socket.socket) -> None:
    """Note that *connection* uses *line*. It may wrap it for TLS, so a twin is kept, as long as the connection is."""
    _twins[connection] = line.dup()


def keep_line_of(connection: Any) -> None:
    """As :func:`keep_line`, for mysqlclient: it tells its socket to no other thread while a statement is under way."""
    _twins[connection] = socket.socket(fileno=os.dup(connection.fileno()))


def shut_down_line(connection: Any) -> None:
    """Shut down the line of a driver's *connection*. The thread that waits there then reads its end and closes it."""
    if twin := _twins.get(connection):
        twin.shutdown(socket.SHUT_RDWR)
        return
    with socket.socket(fileno=os.dup(connection.fileno())) as twin:
        twin.shutdown(socket.SHUT_RDWR)
