"""gatepost clients …"""

import click
from flask.cli import AppGroup

from gatepost.oauth.clients import add_secret, create_client, end_old_secret, remove_client, renew_secret
from gatepost.oauth.list_clients import list_clients as read_clients

clients = AppGroup("clients", help="Services that may ask about tokens: create, list, remove.")


@clients.command()
@click.argument("name")
def create(name: str) -> None:
    """Register a service under NAME, for people to know it by."""
    client = create_client(name)
    click.echo(f"client_id: {client.client_id}")
    click.echo(f"client_secret, shown this once: {client.secret}")


@clients.command("list")
def list_clients() -> None:
    """List the registered services by name."""
    for each in read_clients():
        two = "  (two secrets)" if each.two_secrets else ""
        click.echo(f"{each.client_id}  since {each.created_at:%Y-%m-%d}  {each.name}{two}")


@clients.command()
@click.argument("client_id")
def remove(client_id: str) -> None:
    """Refuse the service CLIENT_ID from now on."""
    remove_client(client_id)
    click.echo("Removed. Every server process refuses it within a second.")


@clients.command("new-secret")
@click.argument("client_id")
@click.option("--keep-old", is_flag=True, help="Take the old one, too, until end-old-secret.")
def new_secret(client_id: str, keep_old: bool) -> None:
    """Give the service CLIENT_ID a new secret; the old one is refused."""
    secret = add_secret(client_id) if keep_old else renew_secret(client_id)
    click.echo(f"client_secret, shown this once: {secret}")
    rest = "as well as the old one" if keep_old else "and refuses the old one"
    click.echo(f"Every server process takes it, {rest}, within a second.", err=True)


@clients.command("end-old-secret")
@click.argument("client_id")
def end_old(client_id: str) -> None:
    """Refuse the older one of the two secrets of the service CLIENT_ID."""
    end_old_secret(client_id)
    click.echo("It has one secret. Every server process refuses any other within a second.")
