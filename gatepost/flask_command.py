"""The founding document's start-up commands: ``flask db …``, ``flask run`` and ``python app.py``."""

import os
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup

from gatepost.app import create_app
from gatepost.environment import load_settings
from gatepost.http.logs import configure_logs
from gatepost.inbox.announce import announce_inbox
from gatepost.migrations.commands import FLASK_COMMANDS
from gatepost.server_addresses import is_loopback
from gatepost.serving.background import Background
from gatepost.serving.prepare import prepare_to_serve
from gatepost.settings import BadSettings, Settings


def application() -> Flask:
    """The application for Flask's own command. Under ``flask run`` it is prepared to serve first."""
    context = click.get_current_context(silent=True)
    serving = context is not None and context.command.name == "run"
    try:
        settings = _settings_of_flask_run(context.params) if serving and context else load_settings()
        configure_logs(settings)
        app = create_app(settings)
        if serving:
            prepare_to_serve(app)
            Background(app).start_at_first_request()
            _announce_inbox(settings)
    except BadSettings as error:
        raise click.ClickException(str(error)) from None
    app.cli.add_command(AppGroup("db", commands=list(FLASK_COMMANDS), help="The tables and their history."))
    return app


def run(app: Flask) -> None:
    """``python app.py``: prepare, then serve at HOST and PORT, with reloading if DEBUG is set."""
    settings: Settings = app.extensions["gatepost"]
    try:
        prepare_to_serve(app)
    except BadSettings as error:
        raise SystemExit(str(error)) from None
    Background(app).start_at_first_request()
    _announce_inbox(settings)
    debug = settings.debug and is_loopback(settings.host)
    if settings.debug and not debug:
        click.echo(f"DEBUG is off: {settings.host} can be reached from outside.", err=True)
    app.run(settings.host, settings.port, debug=debug, load_dotenv=False)


def _announce_inbox(settings: Settings) -> None:
    if os.environ.get("WERKZEUG_RUN_MAIN") != "true":  # the reloader's second process
        for line in announce_inbox(settings):
            click.echo(f"Gatepost: {line}")


def _settings_of_flask_run(options: dict[str, Any]) -> Settings:
    """The settings with the host and port of Flask's own options. The debugger never listens on an outside address."""
    host, port = options["host"], options["port"]
    if not is_loopback(host):
        if options.get("debugger"):
            raise click.UsageError(f"the debugger must not be reachable from outside, and {host} is")
        os.environ["FLASK_DEBUG"] = "0"
    return load_settings(host=host, port=port)
