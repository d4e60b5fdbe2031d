"""A request of Granian's RSGI as WSGI variables (PEP 3333), as any WSGI server would give them."""

import sys
from io import BytesIO
from typing import Any

from gatepost import clock
from gatepost.http.middleware import ARRIVED
from gatepost.http.present import Environ

_NO_BODY = BytesIO()
_BARE = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
_MOST_NAMES, _LONGEST_NAME = 1024, 64  # that are remembered: a stranger chooses them
_FIXED: Environ = {
    "SCRIPT_NAME": "",
    "SERVER_SOFTWARE": "Granian",
    "GATEWAY_INTERFACE": "CGI/1.1",
    "wsgi.version": (1, 0),
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
    "wsgi.input_terminated": True,  # the body is read before, and held in memory
}
_names: dict[str, str] = dict(_BARE)


def environ_of(scope: Any) -> Environ:
    """The variables of this request, without its body.

    A header that was sent twice is one with a comma, as RFC 9110 section 5.3 has it. A name with an underscore is left
    out, because it would be the same variable as one with a hyphen, and only that one is a proxy's.
    """
    address, _, _ = scope.client.rpartition(":")
    host, _, port = scope.server.rpartition(":")
    environ = _FIXED | {
        ARRIVED: clock.stopwatch(),
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
        "SERVER_PROTOCOL": "HTTP/1.0" if scope.http_version == "1" else f"HTTP/{scope.http_version}",
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "REMOTE_ADDR": address.strip("[]"),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.errors": sys.stderr,
        "wsgi.input": _NO_BODY,
    }
    for name, value in scope.headers.items():
        variable = _names.get(name) or _variable(name)
        if not variable:
            continue
        if variable in environ:
            value = f"{environ[variable]}{';' if name == 'cookie' else ','}{value}"  # noqa: PLW2901
        environ[variable] = value
    return environ


def _variable(name: str) -> str:
    """The variable of this header; empty if there is none. The usual names are remembered."""
    if "_" in name:
        return ""
    variable = f"HTTP_{name.upper().replace('-', '_')}"
    if len(_names) < _MOST_NAMES and len(name) <= _LONGEST_NAME:
        _names[name] = variable
    return variable
