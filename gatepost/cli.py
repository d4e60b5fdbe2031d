"""The command ``gatepost``."""

import gc
import sys
from typing import Any

import click
from flask.cli import ScriptInfo
from sqlalchemy.exc import SQLAlchemyError

from gatepost import __version__
from gatepost.commands.late_group import LateGroup
from gatepost.database.wait import reason_with_remedy
from gatepost.environment import load_settings
from gatepost.errors import InvalidInput, Refusal
from gatepost.http.logs import configure_logs
from gatepost.settings import BadSettings

_COMMANDS = {
    "adopt": "gatepost.commands.adopt:adopt",
    "audit": "gatepost.commands.audit:audit",
    "clients": "gatepost.commands.clients:clients",
    "db": "gatepost.commands.db:db",
    "doctor": "gatepost.commands.doctor:doctor",
    "keys": "gatepost.commands.keys:keys",
    "openapi": "gatepost.commands.about_the_api:show_openapi",
    "outbox": "gatepost.commands.outbox:outbox",
    "probe": "gatepost.commands.probe:probe",
    "roles": "gatepost.commands.roles:roles",
    "routes": "gatepost.commands.about_the_api:show_routes",
    "send-test": "gatepost.commands.send_test:send_test",
    "serve": "gatepost.commands.serve:serve",
    "users": "gatepost.commands.import_users:users",
    "webhooks": "gatepost.commands.webhooks:webhooks",
    "worker": "gatepost.commands.worker:worker",
}


def _application(_info: Any = None) -> Any:
    """The application for commands on accounts and tables."""
    from gatepost.app import create_app  # noqa: PLC0415  the probe of a container asks often, and needs none

    settings = load_settings()
    configure_logs(settings)
    return create_app(settings)


@click.group(
    cls=LateGroup,
    late=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "obj": ScriptInfo(create_app=_application)},
)
@click.version_option(__version__, prog_name="gatepost", message="%(prog)s %(version)s")
def gatepost() -> None:
    """User accounts and sign-in as a REST API that your team owns.

    Settings come from the environment and from .env; docs/settings.md lists them.
    """
    if not gc.isenabled():  # as __main__ turned it off; by now the command is imported
        gc.freeze()
        gc.enable()


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
