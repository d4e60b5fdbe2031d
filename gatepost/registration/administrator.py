"""Make an administrator, from the command line only: no account comes with the product (ASVS 6.3.2)."""

from sqlalchemy.exc import IntegrityError

from gatepost import clock
from gatepost.audit.record import record
from gatepost.crypto import random_uuid
from gatepost.database import db
from gatepost.passwords.hashing import hash_password
from gatepost.passwords.policy import check_new_password
from gatepost.users.identifiers import email_key, mobile_key, username_key
from gatepost.users.models import User
from gatepost.users.taken import taken


def create_administrator(*, username: str, mobile: str, email: str | None, password: str) -> User:
    """Add an administrator whose account is active. Raises InvalidInput, and what is taken."""
    check_new_password(password, field="password", identifiers=(username, mobile, email))
    user = User(
        uuid=random_uuid(),
        username=username,
        username_key=username_key(username),
        mobile=mobile,
        mobile_key=mobile_key(mobile),
        email=email,
        email_key=None if email is None else email_key(email),
        role="admin",
        activated_at=clock.now(),
        password_hash=hash_password(password),
    )
    db.session.add(user)
    record("administrator.created", user_uuid=user.uuid)
    try:
        db.session.commit()
    except IntegrityError as error:
        db.session.rollback()
        raise taken(error) from None
    return user
