"""The command ``gatepost``."""

import sys
from typing import Any

import click
import orjson
from flask.cli import AppGroup, ScriptInfo
from sqlalchemy.exc import SQLAlchemyError

from gatepost import __version__
from gatepost.api.openapi import openapi
from gatepost.app import ROOMS, create_app
from gatepost.commands.adopt import adopt
from gatepost.commands.audit import audit
from gatepost.commands.clients import clients
from gatepost.commands.doctor import doctor
from gatepost.commands.import_users import users
from gatepost.commands.keys import keys
from gatepost.commands.outbox import outbox
from gatepost.commands.probe import probe
from gatepost.commands.roles import roles
from gatepost.commands.send_test import send_test
from gatepost.commands.serve import serve
from gatepost.commands.webhooks import webhooks
from gatepost.commands.worker import worker
from gatepost.database.wait import reason_with_remedy
from gatepost.environment import load_settings
from gatepost.errors import InvalidInput, Refusal
from gatepost.http.logs import configure_logs
from gatepost.http.paths import readable
from gatepost.migrations.commands import GATEPOST_COMMANDS
from gatepost.settings import BadSettings


def _application(_info: Any = None) -> Any:
    """The application for commands on accounts and tables."""
    settings = load_settings()
    configure_logs(settings)
    return create_app(settings)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "obj": ScriptInfo(create_app=_application)})
@click.version_option(__version__, prog_name="gatepost", message="%(prog)s %(version)s")
def gatepost() -> None:
    """User accounts and sign-in as a REST API that your team owns.

    Settings come from the environment and from .env; docs/settings.md lists them.
    """


@gatepost.command("routes")
def show_routes() -> None:
    """List every endpoint: method, path, access, limit, file:line."""
    for room in ROOMS:
        for endpoint in room.endpoints:
            path = readable(endpoint.path)
            line = f"{endpoint.method:<6} {path:<36} {endpoint.access.name:<28} {endpoint.limit!s:<12}"
            click.echo(f"{line} {endpoint.location}")


@gatepost.command("openapi")
def show_openapi() -> None:
    """Print the OpenAPI 3.1 description of the API."""
    click.echo(orjson.dumps(openapi(ROOMS, server="/"), option=orjson.OPT_INDENT_2).decode())


gatepost.add_command(serve)
gatepost.add_command(AppGroup("db", commands=list(GATEPOST_COMMANDS), help="The tables and their history."))
gatepost.add_command(adopt)
gatepost.add_command(audit)
gatepost.add_command(clients)
gatepost.add_command(doctor)
gatepost.add_command(keys)
gatepost.add_command(probe)
gatepost.add_command(send_test)
gatepost.add_command(outbox)
gatepost.add_command(roles)
gatepost.add_command(users)
gatepost.add_command(webhooks)
gatepost.add_command(worker)


def main() -> None:
    """Run the command. An expected error is printed as a sentence, without a traceback."""
    try:
        gatepost(prog_name="gatepost")
    except BadSettings as error:
        _stop(str(error))
    except InvalidInput as error:
        _stop("\n".join(f"{field}: {' '.join(texts)}" for field, texts in error.errors.items()))
    except Refusal as error:
        _stop(str(error))
    except SQLAlchemyError as error:
        _stop(f"The database cannot be used: {reason_with_remedy(error)}")


def _stop(reason: str) -> None:
    click.echo(f"gatepost: {reason}", err=True)
    sys.exit(1)
