"""gatepost serve"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from granian.constants import Interfaces
from granian.log import LogLevels

from gatepost import __version__
from gatepost.app import create_app
from gatepost.environment import load_settings, variable
from gatepost.http.logs import configure_logs
from gatepost.inbox.announce import announce_inbox
from gatepost.serving.prepare import prepare_to_serve
from gatepost.serving.server import GracefulServer, bound_socket
from gatepost.settings import BadSettings, Settings

_GRACE = 30  # seconds for requests under way when the service is told to stop
# The server's own warnings are logged like all our lines.
_LOGS = {"handlers": {}, "loggers": {"_granian": {"handlers": [], "propagate": True}}}


@click.command()
@click.option("--host", help="Address to listen on (HOST; 127.0.0.1).")
@click.option("--port", type=int, help="Port to listen on (PORT; 8087). 0 takes a free one.")
@click.option("--workers", type=int, help="Server processes (GATEPOST_WORKERS; 1).")
@click.option("--threads", type=int, help="Request threads of each process, but for log-ins (GATEPOST_THREADS; 4).")
def serve(**chosen: Any) -> None:
    """Serve requests until told to stop; then finish those under way."""
    overrides = {name: value for name, value in chosen.items() if value is not None}
    settings = load_settings(**overrides)
    with _naming_address(settings), bound_socket(settings.host, settings.port) as probe:
        overrides["port"] = probe.getsockname()[1]
    settings = settings.model_copy(update=overrides)
    configure_logs(settings)
    prepare_to_serve(create_app(settings))
    overrides["strict_start"] = False  # already examined; a later finding must not keep a worker from restarting
    os.environ.update({variable(name): str(value) for name, value in overrides.items()})  # for the workers
    with _naming_address(settings):
        server = GracefulServer(
            host=settings.host,
            port=settings.port,
            interface=Interfaces.WSGI,
            workers=settings.workers,
            threads=settings.threads_in_all,
            client_timeout=settings.request_timeout,
            respawn_failed_workers=True,
            workers_kill_timeout=_GRACE,
            log_level=LogLevels.warning,
            log_dictconfig=_LOGS,
        )
    _announce(settings)
    server.run()
    click.echo("Gatepost has stopped.")


@contextmanager
def _naming_address(settings: Settings) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        at = f"{settings.host}, port {settings.port}"
        raise BadSettings(f"Cannot listen at {at}: {error.strerror}. Choose others with HOST and PORT.") from None


def _announce(settings: Settings) -> None:
    at = settings.bound_address
    click.echo(f"Gatepost {__version__} ({settings.mode}) serves at {at}")
    if settings.docs:
        click.echo(f"  every endpoint, to read and to try: {at}/docs")
    for line in announce_inbox(settings):
        click.echo(f"  {line}")
    click.echo(f"  data folder: {settings.instance}")
    for warning in settings.warnings:
        click.echo(f"  warning: {warning}")
    sys.stdout.flush()
