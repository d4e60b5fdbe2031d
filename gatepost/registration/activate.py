"""Activate an account by its mobile number or e-mail address alone, as the founding document does."""

from sqlalchemy import update

from gatepost import clock
from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.database import db, write
from gatepost.errors import AccountNotActive, UserNotFound
from gatepost.one_time_codes.identifier import Identifier
from gatepost.users.models import User, find_by_identifier


def activate(address: Identifier, *, username: str | None = None, client: Client) -> User:
    """Activate the account with this address, and this *username* if it is given; again is fine.

    A deactivated one stays so. Raises UserNotFound, AccountNotActive.
    """
    user = find_by_identifier(address.kind, address.key)
    if user is None or username not in (None, user.username_key):
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
            record("account.activated", user_uuid=user.uuid, client=client)
        db.session.commit()
    return user
