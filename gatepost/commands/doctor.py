"""gatepost doctor"""

import sys

import click
from flask.cli import with_appcontext

from gatepost import migrations
from gatepost.doctor.examine import examine
from gatepost.doctor.finding import Finding
from gatepost.settings import current_settings


@click.command()
@with_appcontext
def doctor() -> None:
    """Examine this installation: settings, files, database. What is found is told with its remedy; then it exits 1."""
    settings = current_settings()
    found = [str(finding) for finding in examine(settings)]
    if not migrations.is_current():
        found.append(str(Finding("The tables", "they are not up to date.", "Run: gatepost db upgrade")))
    for line in found:
        click.echo(f"- {line}")
    for warning in settings.warnings:
        click.echo(f"- warning: {warning}")
    click.echo(f"{len(found)} found" if found else "Nothing found.", err=True)
    sys.exit(1 if found else 0)
