"""gatepost doctor"""

import sys
from collections.abc import Iterator

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from gatepost import migrations
from gatepost.database import is_read_only
from gatepost.database.wait import reason_of
from gatepost.doctor.database import READ_ONLY
from gatepost.doctor.disk import examine_disk
from gatepost.doctor.examine import examine
from gatepost.doctor.finding import Finding
from gatepost.doctor.imports import examine_imports
from gatepost.doctor.outside import examine_keys
from gatepost.doctor.sms import examine_sms
from gatepost.doctor.webhooks import examine_webhooks
from gatepost.settings import Settings, current_settings


@click.command()
@with_appcontext
def doctor() -> None:
    """Examine this installation: settings, files, database. It tells each problem with its remedy, and exits 1.

    A problem that only weakens it is a warning.
    """
    settings = current_settings()
    found = [*_examine_everything(settings)]
    grave = [str(finding) for finding in found if finding.grave]
    warnings = [str(finding) for finding in found if not finding.grave]
    for line in grave:
        click.echo(f"- {line}")
    for warning in (*warnings, *settings.warnings):
        click.echo(f"- warning: {warning}")
    click.echo(f"{len(grave)} found" if grave else "Nothing found.", err=True)
    sys.exit(1 if grave else 0)


def _examine_everything(settings: Settings) -> Iterator[Finding]:
    try:
        yield from examine_disk(settings)
        yield from examine(settings)
        if migrations.is_ready():
            yield from examine_keys()
            yield from examine_sms()
            yield from examine_webhooks()
            yield from examine_imports(settings)
        else:
            yield Finding("The tables", *migrations.problem_of_tables())
    except SQLAlchemyError as error:
        if is_read_only(error):
            yield READ_ONLY
            return
        problem = f"the database cannot be used: {reason_of(error)}."
        yield Finding("SQLALCHEMY_DATABASE_URI", problem, "Start it, or correct it.")
