"""Make an administrator, from the command line only: no account comes with the product (ASVS 6.3.2)."""

from gatepost import clock
from gatepost.contacts.address import Kind, parse_address
from gatepost.database import db
from gatepost.passwords.hashing import hash_password
from gatepost.permissions import ADMINISTRATOR
from gatepost.registration.insert_user import insert_contacts, insert_user
from gatepost.registration.register import check_registration
from gatepost.text import trimmed
from gatepost.users.identifiers import username_key
from gatepost.users.models import User
from gatepost.users.write_roles import write_roles


def create_administrator(
    *, username: str, mobile: str, email: str | None, password: str, initial: bool = False
) -> User:
    """Add an administrator whose account is active.

    A password that is only an *initial* one has to be replaced at the first log-in (ASVS 6.4.1).
    Raises InvalidInput, UsernameTaken, MobileTaken, EmailTaken.
    """
    given: dict[Kind, str | None] = {"mobile": mobile, "email": email}
    check_registration({"username": username, "mobile": mobile, "email": email, "password": password})
    user = insert_user(
        event="administrator.created",
        username=trimmed(username),
        username_key=username_key(username),
        activated_at=clock.now(),
        password_hash=hash_password(password),
        password_expired_at=clock.now() if initial else None,
    )
    write_roles(user, [ADMINISTRATOR])
    insert_contacts(user, [parse_address(kind, value) for kind, value in given.items() if value is not None])
    db.session.commit()
    return user
