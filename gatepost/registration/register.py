"""Register an account."""

from contextlib import suppress

from gatepost.errors import MobileTaken, UsernameTaken
from gatepost.passwords.hashing import hash_password
from gatepost.passwords.policy import check_new_password
from gatepost.registration.add import add_user
from gatepost.settings import settings
from gatepost.users.identifiers import mobile_key, username_key
from gatepost.users.models import User


def register(*, username: str, mobile: str, password: str) -> User:
    """Add an account that is not active yet. Raises InvalidInput, UsernameTaken, MobileTaken."""
    name, number = username_key(username), mobile_key(mobile)
    check_new_password(password, field="password", identifiers=(username, mobile))
    return add_user(
        event="account.registered",
        username=username,
        username_key=name,
        mobile=mobile,
        # Until its holder has proven it, a number does not count as taken.
        mobile_key=None if settings.activation == "code" else number,
        password_hash=hash_password(password),
    )


def register_privately(*, username: str, mobile: str, password: str) -> None:
    """As :func:`register`, but nobody learns whether the username or the mobile was taken. Raises InvalidInput."""
    with suppress(UsernameTaken, MobileTaken):
        register(username=username, mobile=mobile, password=password)
