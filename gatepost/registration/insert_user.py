"""Insert an account: every way to make one begins here, and commits when the rest is done."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from gatepost.audit.events import EventName
from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.contacts.address import Address
from gatepost.contacts.store import insert_contact
from gatepost.crypto import random_uuid
from gatepost.database import db, write
from gatepost.users.conflicts import taken
from gatepost.users.models import User

_ROW = insert(User)


def insert_user(*, event: EventName, client: Client | None = None, **values: Any) -> User:
    """Insert a user with these *values*, who has no contact yet. *client* asked for it. The caller commits.

    Of many that ask for one username at once, one gets it. Raises UsernameTaken, after a rollback.
    """
    user = User(uuid=random_uuid(), **values)
    try:
        write(_ROW, {"uuid": user.uuid, **values})
    except IntegrityError as error:
        db.session.rollback()
        raise taken(error) from None
    record(event, user_uuid=None if event.startswith("unknown.") else user.uuid, client=client)
    return user


def insert_contacts(user: User, addresses: Sequence[Address]) -> None:
    """Let *addresses* count as the new user's at once. The caller commits. Raises MobileTaken, EmailTaken."""
    user.contacts = [
        insert_contact(user.uuid, address.kind, value=address.value, key=address.key) for address in addresses
    ]
