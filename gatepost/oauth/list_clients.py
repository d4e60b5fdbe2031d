"""List the registered services."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from gatepost.database import read_all
from gatepost.oauth.models import OAuthClient


class ListedClient(NamedTuple):
    """A registered service; *two_secrets* while it changes from one to the next."""

    client_id: str
    name: str
    created_at: datetime
    two_secrets: bool


def list_clients() -> list[ListedClient]:
    """All registered services by name."""
    columns = (OAuthClient.client_id, OAuthClient.name, OAuthClient.created_at, OAuthClient.old_secret_digest)
    rows = read_all(select(*columns).order_by(OAuthClient.name, OAuthClient.client_id))
    return [ListedClient(client_id, name, created_at, old is not None) for client_id, name, created_at, old in rows]
