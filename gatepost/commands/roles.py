"""gatepost roles …"""

import re

import click
from flask.cli import AppGroup

from gatepost.permissions import PERMISSIONS
from gatepost.roles.define_role import define_role
from gatepost.roles.delete_role import delete_role
from gatepost.roles.list_roles import list_roles
from gatepost.users.roles import ROLE_PATTERN

roles = AppGroup("roles", help="Roles: list, define, delete. gatepost users roles gives them.")


@roles.command("list")
def show_roles() -> None:
    """List the roles, each with its permissions."""
    for role in list_roles():
        click.echo(f"{role.name:<20} {' '.join(role.permissions) or '-'}")


@roles.command("set")
@click.argument("name")
@click.option(
    "--permission",
    "permissions",
    multiple=True,
    type=click.Choice(list(PERMISSIONS)),
    metavar="PERMISSION",
    help="Such as users:read. Repeat it.",
)
@click.option("--description", required=True, help="Its purpose, for readers.")
def define(name: str, permissions: tuple[str, ...], description: str) -> None:
    """Let the role NAME have these permissions and no other. It holds at once for those who have it."""
    if not re.fullmatch(ROLE_PATTERN, name):
        raise click.UsageError("A name has 1 to 20 small letters, digits and dashes, and begins with a letter.")
    role = define_role(name, description=description, permissions=permissions)
    click.echo(f"{role.name}: {' '.join(role.permissions) or 'no permission'}")


@roles.command()
@click.argument("name")
def delete(name: str) -> None:
    """Delete the role NAME, which nobody holds."""
    delete_role(name)
    click.echo("Deleted.")
