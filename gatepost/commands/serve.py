"""gatepost serve"""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

import click

from gatepost import __version__
from gatepost.app import create_app
from gatepost.commands.last_words import say_stopped
from gatepost.environment import load_settings, variable
from gatepost.http.logs import configure_logs
from gatepost.inbox.announce import announce_inbox
from gatepost.serving.free_memory import share_one_arena
from gatepost.serving.listeners import Address, reserved_address
from gatepost.serving.metrics_port import keep_metrics
from gatepost.serving.prepare import prepare_to_serve
from gatepost.serving.server import Workers
from gatepost.settings import BadSettings, Settings


@click.command()
@click.option("--host", help="Address to listen on (HOST; 127.0.0.1).")
@click.option("--port", type=int, help="Port to listen on (PORT; 8087). 0 takes a free one.")
@click.option("--workers", type=int, help="Server processes (GATEPOST_WORKERS; 1).")
@click.option("--threads", type=int, help="Request threads of each process, but for log-ins (GATEPOST_THREADS; 4).")
def serve(**chosen: Any) -> None:
    """Serve requests until told to stop; then finish those under way."""
    overrides = {name: value for name, value in chosen.items() if value is not None}
    share_one_arena()  # before any thread starts
    settings = load_settings(**overrides)
    with ExitStack() as held:
        with _naming_address(settings):
            address = held.enter_context(reserved_address(settings.host, settings.port))
        _serve_at(address, settings, overrides)
    say_stopped()


def _serve_at(address: Address, settings: Settings, overrides: dict[str, Any]) -> None:
    overrides["port"] = address.port
    settings = settings.model_copy(update=overrides)
    configure_logs(settings)
    app = create_app(settings)
    prepare_to_serve(app)
    overrides["strict_start"] = False  # already examined; a later finding must not keep a worker from restarting
    os.environ.update({variable(name): str(value) for name, value in overrides.items()})  # for the workers
    gc.freeze()  # workers share what is there by now
    announce = partial(_announce, settings, metrics=keep_metrics(settings))
    Workers(settings.workers, address, app, announce=announce).run()


@contextmanager
def _naming_address(settings: Settings) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        at = f"{settings.host}, port {settings.port}"
        raise BadSettings(f"Cannot listen at {at}: {error.strerror}. Choose others with HOST and PORT.") from None


def _announce(settings: Settings, *, metrics: str | None) -> None:
    at = settings.bound_address
    click.echo(f"Gatepost {__version__} ({settings.mode}) serves at {at}")
    if settings.passkeys and not settings.public_url:
        click.echo(f"  in a browser, where passkeys need a name: {settings.local_address}")
    if settings.docs:
        click.echo(f"  every endpoint, to read and to try: {at}/docs")
    if metrics:
        click.echo(f"  metrics for Prometheus: {metrics}")
    for line in announce_inbox(settings):
        click.echo(f"  {line}")
    click.echo(f"  data folder: {settings.instance}")
    for warning in settings.warnings:
        click.echo(f"  warning: {warning}")
    sys.stdout.flush()
