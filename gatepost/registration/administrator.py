"""Make an administrator, from the command line only: no account comes with the product (ASVS 6.3.2)."""

from gatepost import clock
from gatepost.contacts.address import parse_address
from gatepost.database import db
from gatepost.passwords.hashing import hash_password
from gatepost.passwords.policy import check_new_password
from gatepost.registration.insert_user import insert_contacts, insert_user
from gatepost.users.identifiers import username_key
from gatepost.users.models import User


def create_administrator(
    *, username: str, mobile: str, email: str | None, password: str, initial: bool = False
) -> User:
    """Add an administrator whose account is active.

    A password that is only an *initial* one has to be replaced at the first log-in (ASVS 6.4.1).
    Raises InvalidInput, UsernameTaken, MobileTaken, EmailTaken.
    """
    check_new_password(password, field="password", identifiers=(username, mobile, email))
    name, addresses = username_key(username), [parse_address("mobile", mobile)]
    if email is not None:
        addresses.append(parse_address("email", email))
    user = insert_user(
        event="administrator.created",
        username=username,
        username_key=name,
        role="admin",
        activated_at=clock.now(),
        password_hash=hash_password(password),
        password_expired_at=clock.now() if initial else None,
    )
    insert_contacts(user, addresses)
    db.session.commit()
    return user
