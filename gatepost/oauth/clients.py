"""Create a client, renew its secret, remove it. Every process knows of it within a second.

While a service changes its secret, the new and the old one are taken, so that its machines need not change at once.
"""

from typing import Any, NamedTuple

from sqlalchemy import delete, insert, select, update

from gatepost import clock
from gatepost.audit.events import EventName
from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.crypto import digest, random_token, random_uuid
from gatepost.database import db, read_all, write
from gatepost.errors import ForPrograms, TwoSecrets, UnknownName
from gatepost.input_errors import check_name
from gatepost.oauth.models import NAME_MAX, OAuthClient
from gatepost.oauth.registry import forget_clients


class NewClient(NamedTuple):
    """The credentials of a new client, for its operator. The secret is not stored."""

    client_id: str
    secret: str


class By(NamedTuple):
    """The member of the staff who acts, from where and why. An operator has no *caller*."""

    caller: Caller | None = None
    client: Client | None = None
    reason: str = ""


OPERATOR = By()


def create_client(name: str, by: By = OPERATOR) -> NewClient:
    """Register a service under a *name* for people. Raises InvalidInput."""
    name = check_name(name, most=NAME_MAX)
    client = NewClient(random_uuid(), random_token())
    row = {
        "client_id": client.client_id,
        "name": name,
        "secret_digest": digest(client.secret),
        "created_at": clock.now(),
    }
    write(insert(OAuthClient), row)
    _commit("client.added", client.client_id, by)
    return client


def renew_secret(client_id: str, by: By = OPERATOR) -> str:
    """Make a new secret for this client; all others are refused from then on. Raises UnknownName."""
    secret = random_token()
    values = {"secret_digest": digest(secret), "old_secret_digest": None}
    if write(update(OAuthClient).where(OAuthClient.client_id == client_id).values(values)) != 1:
        _refuse_unknown()
    _commit("client.renewed", client_id, by)
    return secret


def add_secret(client_id: str, by: By = OPERATOR) -> str:
    """Make a second secret for this client; the present one is taken, too, until it is ended.

    Raises UnknownName, TwoSecrets.
    """
    secret = random_token()
    one = (OAuthClient.client_id == client_id, OAuthClient.old_secret_digest.is_(None))
    in_order: list[tuple[Any, Any]] = [  # MySQL and MariaDB assign one after the other
        (OAuthClient.old_secret_digest, OAuthClient.secret_digest),
        (OAuthClient.secret_digest, digest(secret)),
    ]
    if write(update(OAuthClient).where(*one).ordered_values(*in_order)) != 1:
        db.session.rollback()
        get_client_name(client_id)
        raise TwoSecrets
    _commit("client.secret_added", client_id, by)
    return secret


def end_old_secret(client_id: str, by: By = OPERATOR) -> None:
    """Refuse the older one of two secrets from now on; of one secret nothing changes. Raises UnknownName."""
    two = (OAuthClient.client_id == client_id, OAuthClient.old_secret_digest.is_not(None))
    if write(update(OAuthClient).where(*two).values(old_secret_digest=None)) != 1:
        db.session.rollback()
        get_client_name(client_id)
        return
    _commit("client.old_secret_ended", client_id, by)


def remove_client(client_id: str, by: By = OPERATOR) -> None:
    """Refuse this client from now on. Raises UnknownName."""
    if write(delete(OAuthClient).where(OAuthClient.client_id == client_id)) != 1:
        _refuse_unknown()
    _commit("client.removed", client_id, by)


def get_client_name(client_id: str) -> str:
    """The name of this client. Raises UnknownName."""
    rows = read_all(select(OAuthClient.name).where(OAuthClient.client_id == client_id))
    if not rows:
        _refuse_unknown()
    return str(rows[0][0])


def _refuse_unknown() -> None:
    db.session.rollback()
    raise UnknownName(ForPrograms("There is no such client."))


def _commit(event: EventName, client_id: str, by: By) -> None:
    """Record the deed. Its line names the client as the actor, if an operator acts; otherwise as what it is about."""
    about, actor = (None, client_id) if by.caller is None else (client_id, by.caller.uuid)
    record(event, user_uuid=about, actor_uuid=actor, client=by.client, reason=by.reason)
    db.session.commit()
    forget_clients()
