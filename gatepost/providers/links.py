"""Links between users and their accounts at providers. A link's issuer and subject are unique in the database."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from gatepost import clock
from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.crypto import random_hex
from gatepost.database import db, read_all, read_one, violated_constraint, write
from gatepost.errors import AlreadyLinked
from gatepost.notices.notify import notify
from gatepost.providers.identity import Identity
from gatepost.providers.models import ProviderLink
from gatepost.users.models import User
from gatepost.users.ways_in import way_in

_ID_BYTES = 16


class OwnLink(NamedTuple):
    """A link, as its user sees it."""

    id: str
    provider: str
    created_at: datetime
    last_used_at: datetime | None


def find_linked(identity: Identity) -> User | None:
    """The user who logs in with this account of the provider, or None. Its e-mail address does not matter."""
    return read_one(select(User).join(ProviderLink, ProviderLink.user_uuid == User.uuid).where(*_this(identity)))


def add_link(user: User, identity: Identity, *, client: Client, actor_uuid: str | None = None) -> None:
    """Link *user*, whose row is locked, with this account of the provider. They are told. The caller commits.

    Of several requests at once, one does so. Raises AlreadyLinked, after a rollback.
    """
    row = {
        "id": random_hex(_ID_BYTES),
        "user_uuid": user.uuid,
        "provider": identity.provider,
        "issuer": identity.issuer,
        "subject": identity.subject,
        "created_at": clock.now(),
    }
    try:
        write(insert(ProviderLink).values(**row))
    except IntegrityError as error:
        db.session.rollback()
        if "issuer" in violated_constraint(error):
            raise AlreadyLinked from None
        raise
    record("provider.linked", user_uuid=user.uuid, actor_uuid=actor_uuid, client=client)
    notify(user, "provider_linked", everywhere=True, provider=identity.provider)


def note_use(user_uuid: str, identity: Identity) -> bool:
    """Remember that the link is used now; false if it is gone. The caller has locked the user's row."""
    this = (ProviderLink.user_uuid == user_uuid, *_this(identity))
    return write(update(ProviderLink).where(*this).values(last_used_at=clock.now())) == 1


def list_links(user_uuid: str) -> list[OwnLink]:
    """The links of a user, the oldest first."""
    columns = [getattr(ProviderLink, name) for name in OwnLink._fields]
    theirs = select(*columns).where(ProviderLink.user_uuid == user_uuid)
    return [OwnLink(*row) for row in read_all(theirs.order_by(ProviderLink.created_at, ProviderLink.id))]


def remove_link(user_uuid: str, identifier: str) -> str | None:
    """Remove a link of this user, whose row is locked. Returns its provider; None if there is no such link."""
    this = (ProviderLink.id == identifier, ProviderLink.user_uuid == user_uuid)
    provider: str | None = (
        db.session.connection().execute(select(ProviderLink.provider).where(*this)).scalar_one_or_none()
    )
    return provider if write(delete(ProviderLink).where(*this)) == 1 else None


def has_links(user_uuid: str) -> bool:
    """Whether a user has one, in the present transaction."""
    theirs = select(ProviderLink.id).where(ProviderLink.user_uuid == user_uuid)
    return db.session.connection().execute(theirs).first() is not None


def _this(identity: Identity) -> tuple[ColumnElement[bool], ...]:
    return ProviderLink.issuer == identity.issuer, ProviderLink.subject == identity.subject


way_in(has_links)
