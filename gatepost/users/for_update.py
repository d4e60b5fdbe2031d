"""Hold a user's row, so that what is decided by it stays true until it is done."""

from sqlalchemy import select

from gatepost.database import db
from gatepost.users.models import User


def find_for_update(uuid: str) -> User | None:
    """The user as they are at this moment, detached; nobody changes them until the caller commits or rolls back."""
    statement = select(User.__table__).where(User.uuid == uuid).with_for_update()  # SQLite has one writer anyway
    row = db.session.connection().execute(statement).mappings().one_or_none()
    return None if row is None else User(**row)
