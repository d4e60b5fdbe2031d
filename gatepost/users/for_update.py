"""Hold a user's row, so that what is decided by it and by the user's contacts stays true until it is done."""

from sqlalchemy import select

from gatepost.contacts.models import Contact
from gatepost.database import db
from gatepost.users.models import User


def find_for_update(uuid: str) -> User | None:
    """The user as they are at this moment, detached; nobody changes them until the caller commits or rolls back.

    The contacts are read by a second statement, because it sees what was committed while the first one waited.
    """
    connection = db.session.connection()
    statement = select(User.__table__).where(User.uuid == uuid).with_for_update()  # SQLite has one writer anyway
    row = connection.execute(statement).mappings().one_or_none()
    if row is None:
        return None
    user = User(**row)
    user.contacts = find_contacts(uuid)
    return user


def find_contacts(user_uuid: str) -> list[Contact]:
    """The contacts of a user as they are in the present transaction."""
    statement = select(Contact.__table__).where(Contact.user_uuid == user_uuid)
    return [Contact(**row) for row in db.session.connection().execute(statement).mappings()]


def hold(uuid: str) -> bool:
    """Hold the row; false if there is none. Ask about the user and their contacts after that."""
    statement = select(User.uuid).where(User.uuid == uuid).with_for_update()
    return db.session.connection().execute(statement).first() is not None
