"""Register an account."""

from sqlalchemy.exc import IntegrityError

from gatepost.audit.record import record
from gatepost.crypto import random_uuid
from gatepost.database import db
from gatepost.passwords.hashing import hash_password
from gatepost.passwords.policy import check_new_password
from gatepost.settings import settings
from gatepost.users.identifiers import mobile_key, username_key
from gatepost.users.models import User
from gatepost.users.taken import taken


def register(*, username: str, mobile: str, password: str) -> User:
    """Add an account that is not active yet. Of many that ask for one username or mobile at once, one gets it.

    Raises InvalidInput, UsernameTaken, MobileTaken.
    """
    keys = {"username_key": username_key(username), "mobile_key": mobile_key(mobile)}
    check_new_password(password, field="password", identifiers=(username, mobile))
    if settings.activation == "code":
        keys.pop("mobile_key")  # until its holder has proven it, the number does not count as taken
    user = User(uuid=random_uuid(), username=username, mobile=mobile, password_hash=hash_password(password), **keys)
    db.session.add(user)
    record("account.registered", user_uuid=user.uuid)
    try:
        db.session.commit()
    except IntegrityError as error:
        db.session.rollback()
        raise taken(error) from None
    return user
