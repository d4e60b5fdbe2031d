"""Activate an account by its mobile number alone, as the founding document does."""

from sqlalchemy import update

from gatepost import clock
from gatepost.audit.record import record
from gatepost.database import db, write
from gatepost.errors import AccountNotActive, UserNotFound
from gatepost.users.models import User, find_by_mobile


def activate(mobile: str) -> User:
    """Activate the account with this number; again is fine. A deactivated one stays so.

    Raises InvalidInput, UserNotFound, AccountNotActive.
    """
    user = find_by_mobile(mobile)
    if user is None:
        raise UserNotFound
    if user.deactivated_at is not None:
        raise AccountNotActive("This account has been deactivated.")
    if user.activated_at is None:
        user.activated_at = clock.now()
        claimed = write(
            update(User)
            .where(User.uuid == user.uuid, User.activated_at.is_(None))
            .values(activated_at=user.activated_at)
        )
        if claimed == 1:
            record("account.activated", user_uuid=user.uuid)
        db.session.commit()
    return user
