"""gatepost doctor"""

import sys
from collections.abc import Iterator

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from gatepost import migrations
from gatepost.doctor.examine import examine
from gatepost.doctor.finding import Finding
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
        yield from examine(settings)
        if not migrations.is_current():
            yield Finding("The tables", "they are not up to date.", "Run: gatepost db upgrade")
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).strip().partition("\n")[0]
        yield Finding("SQLALCHEMY_DATABASE_URI", f"the database cannot be used: {reason}.", "Start it, or correct it.")
