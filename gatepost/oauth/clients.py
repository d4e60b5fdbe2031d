"""Create a client, renew its secret, remove it. Every process knows of it within a second."""

from typing import NamedTuple

from sqlalchemy import delete, insert, update

from gatepost import clock
from gatepost.audit.events import EventName
from gatepost.audit.record import record
from gatepost.crypto import digest, random_token, random_uuid
from gatepost.database import db, write
from gatepost.errors import InvalidInput, UnknownName
from gatepost.oauth.models import NAME_MAX, OAuthClient
from gatepost.oauth.registry import forget_clients


class NewClient(NamedTuple):
    """The credentials of a new client, for its operator. The secret is not stored."""

    client_id: str
    secret: str


def create_client(name: str) -> NewClient:
    """Register a service under a *name* for people. Raises InvalidInput."""
    if not name.strip() or len(name) > NAME_MAX or not name.isprintable():
        raise InvalidInput({"name": [f"Give a name of 1 to {NAME_MAX} printable characters."]})
    client = NewClient(random_uuid(), random_token())
    row = {
        "client_id": client.client_id,
        "name": name,
        "secret_digest": digest(client.secret),
        "created_at": clock.now(),
    }
    write(insert(OAuthClient), row)
    record("client.added", user_uuid=None, actor_uuid=client.client_id)
    db.session.commit()
    forget_clients()
    return client


def renew_secret(client_id: str) -> str:
    """Make a new secret for this client; the old one is refused from then on. Raises UnknownName."""
    secret = random_token()
    renewed = write(update(OAuthClient).where(OAuthClient.client_id == client_id).values(secret_digest=digest(secret)))
    _commit(renewed, "client.renewed", client_id)
    return secret


def remove_client(client_id: str) -> None:
    """Refuse this client from now on. Raises UnknownName."""
    _commit(write(delete(OAuthClient).where(OAuthClient.client_id == client_id)), "client.removed", client_id)


def _commit(changed: int, event: EventName, client_id: str) -> None:
    if changed != 1:
        db.session.rollback()
        raise UnknownName("There is no such client.")
    record(event, user_uuid=None, actor_uuid=client_id)
    db.session.commit()
    forget_clients()
