"""Write a migration for the changes in the models."""

import click
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from gatepost import migrations
from gatepost.migrations.run import configuration
from gatepost.migrations.tables import METADATA


def write_migration(message: str) -> None:
    """Write a migration for the differences of a fully migrated scratch database; print a line if there are none."""
    scratch = create_engine("sqlite://")
    with scratch.connect() as connection:
        command.upgrade(configuration(connection), "head")
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        if not compare_metadata(context, METADATA):
            click.echo("The models have not changed: nothing to write. Next: flask db upgrade")
            return
        number = f"{int(migrations.head()) + 1:04}"
        command.revision(configuration(connection), message, autogenerate=True, rev_id=number)
