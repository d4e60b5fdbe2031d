"""Commands for the tables: ``gatepost db …`` and, as in the founding document, ``flask db …``."""

import click
from flask.cli import with_appcontext

from gatepost import migrations
from gatepost.database.wait import wait_for_database


@click.command()
@with_appcontext
def upgrade() -> None:
    """Bring the tables up to date; on an empty database, make them."""
    before = wait_for_database(migrations.current)
    wait_for_database(migrations.upgrade)
    after = migrations.current()
    click.echo(f"The tables are up to date ({after})." if before == after else f"The tables are at {after} now.")


@click.command()
@click.argument("revision")
@click.confirmation_option(prompt="This removes data for good. Go on?")
@with_appcontext
def downgrade(revision: str) -> None:
    """Take the tables back to REVISION (base: remove them all, with every account)."""
    migrations.downgrade(revision)
    click.echo(f"The tables are at {migrations.current() or 'the very beginning'} now.")


@click.command()
@with_appcontext
def current() -> None:
    """Tell at which revision the tables are."""
    now, wanted = migrations.current(), migrations.head()
    state = "up to date" if now == wanted else f"not up to date, {wanted} is: run gatepost db upgrade"
    if migrations.are_newer():
        state = f"of a newer version of Gatepost; this one needs {wanted}"
    click.echo(f"{now or 'no tables'} ({state})")


@click.command()
def init() -> None:
    """Say that there is nothing to set up: the migrations ship with Gatepost."""
    click.echo("Gatepost ships its migrations, so there is nothing to set up. Next: flask db upgrade")


@click.command()
@click.option("-m", "--message", default="changes", help="What changes, in a few words.")
@with_appcontext
def migrate(message: str) -> None:
    """Write a migration for what changed in the models (for developers of Gatepost)."""
    from gatepost.migrations.autogenerate import write_migration  # noqa: PLC0415  Alembic is late

    write_migration(message)


GATEPOST_COMMANDS = (upgrade, downgrade, current)
FLASK_COMMANDS = (init, migrate, upgrade, downgrade, current)
