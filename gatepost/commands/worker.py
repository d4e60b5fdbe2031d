"""gatepost worker"""

import signal
import sys
import threading

import click

from gatepost import __version__
from gatepost.app import create_app
from gatepost.commands.last_words import say_stopped
from gatepost.environment import load_settings
from gatepost.http.logs import configure_logs
from gatepost.serving.background import Background
from gatepost.serving.observe import begin_to_observe
from gatepost.serving.prepare import prepare_to_serve


@click.command()
def worker() -> None:
    """Send messages and keep house without serving requests, until told to stop.

    For a machine of its own; with GATEPOST_DELIVER=off the serving processes leave the sending to it. Several share it.
    """
    settings = load_settings()
    configure_logs(settings)
    app = create_app(settings)
    prepare_to_serve(app)
    begin_to_observe(settings)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    background = Background(app, deliver=True)
    background.start()
    click.echo(f"Gatepost {__version__} ({settings.mode}) sends messages and keeps house")
    sys.stdout.flush()
    stop.wait()
    background.stop()
    say_stopped()
