"""The port that shows the metrics of all processes, in the main process of ``gatepost serve``.

So a scrape takes no thread of a worker, and is answered when all of them are busy.
"""

import socket
from collections.abc import Callable, Iterable
from importlib import import_module
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import structlog

from gatepost.crypto import same
from gatepost.metrics import CONTENT_TYPE
from gatepost.settings import BadSettings, Settings
from gatepost.threads import run_forever

_SLOWEST = 10  # seconds for a client to send its request

Render = Callable[[], bytes]

log = structlog.get_logger("gatepost")


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Server6(_Server):
    address_family = socket.AF_INET6


class _Quiet(WSGIRequestHandler):
    timeout = _SLOWEST

    def log_message(self, *_: Any) -> None:
        """A scrape every few seconds is no news."""


def keep_metrics(settings: Settings) -> str | None:
    """Keep the metrics of the workers as long as this process lives; show them, and give the address, if asked for.

    Raises BadSettings if the port cannot be listened on.
    """
    if not settings.metrics:
        return None
    recorder = import_module("gatepost.metrics.recorder")
    try:
        folder = recorder.open_folder(settings.instance)
    except OSError as error:  # such as a full disk: to serve is more important
        log.warning("metrics.off", error=error.strerror)
        return None
    if settings.metrics_port is None:
        return None
    host = settings.metrics_host
    server = _listen(settings, _application(lambda: recorder.render(folder), settings.metrics_token))
    run_forever("metrics-port", server.handle_request)
    return f"http://{f'[{host}]' if ':' in host else host}:{server.server_port}/metrics"


def _listen(settings: Settings, application: Callable[..., Any]) -> WSGIServer:
    host, port = settings.metrics_host, settings.metrics_port or 0
    try:
        return make_server(host, port, application, _Server6 if ":" in host else _Server, _Quiet)
    except OSError as error:
        raise BadSettings(f"GATEPOST_METRICS_PORT: Cannot listen at {host}, port {port}: {error.strerror}.") from None


def _application(render: Render, token: str) -> Callable[..., Iterable[bytes]]:
    """Answers GET /metrics, with the *token* if one is set."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        status, headers, body = "200 OK", [("Content-Type", CONTENT_TYPE)], b""
        if environ["PATH_INFO"] != "/metrics":
            status = "404 Not Found"
        elif environ["REQUEST_METHOD"] != "GET":
            status = "405 Method Not Allowed"
            headers.append(("Allow", "GET"))
        elif token and not same(environ.get("HTTP_AUTHORIZATION", ""), f"Bearer {token}"):
            status = "401 Unauthorized"
            headers.append(("WWW-Authenticate", 'Bearer realm="gatepost"'))
        else:
            body = render()
        start_response(status, [*headers, ("Content-Length", str(len(body)))])
        return [body]

    return answer
