"""Add an account: the last step of every way to make one."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from gatepost.audit.events import EventName
from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.crypto import random_uuid
from gatepost.database import db, write
from gatepost.users.conflicts import taken
from gatepost.users.models import User

_ROW = insert(User)


def add_user(
    *, event: EventName, client: Client | None = None, then: Callable[[User], None] | None = None, **values: Any
) -> User:
    """Add a user with these *values*, do what is to be done *then* for them, and commit. *client* asked for it.

    Of many that ask for one identifier at once, one gets it. Raises UsernameTaken, MobileTaken, EmailTaken.
    """
    user = User(uuid=random_uuid(), **values)
    try:
        write(_ROW, {"uuid": user.uuid, **values})
        record(event, user_uuid=None if event.startswith("unknown.") else user.uuid, client=client)
        if then is not None:
            then(user)
        db.session.commit()
    except IntegrityError as error:
        db.session.rollback()
        raise taken(error) from None
    return user
