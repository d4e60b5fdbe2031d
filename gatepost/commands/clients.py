"""gatepost clients …"""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from gatepost.database import read_all
from gatepost.oauth.clients import create_client, remove_client, renew_secret
from gatepost.oauth.models import OAuthClient

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
    columns = (OAuthClient.client_id, OAuthClient.created_at, OAuthClient.name)
    for client_id, created_at, name in read_all(select(*columns).order_by(OAuthClient.name, OAuthClient.client_id)):
        click.echo(f"{client_id}  since {created_at:%Y-%m-%d}  {name}")


@clients.command()
@click.argument("client_id")
def remove(client_id: str) -> None:
    """Refuse the service CLIENT_ID from now on."""
    remove_client(client_id)
    click.echo("Removed. Every server process refuses it within a second.")


@clients.command("new-secret")
@click.argument("client_id")
def new_secret(client_id: str) -> None:
    """Give the service CLIENT_ID a new secret; the old one is refused."""
    click.echo(f"client_secret, shown this once: {renew_secret(client_id)}")
    click.echo("Every server process takes it, and refuses the old one, within a second.", err=True)
