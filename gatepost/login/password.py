"""Log in with a password."""

from gatepost.caller import Client
from gatepost.errors import InvalidCredentials
from gatepost.login.complete import complete
from gatepost.passwords.hashing import hash_password, needs_rehash, verify_password
from gatepost.sessions.answers import TokenPair
from gatepost.users.models import find_by_username


def log_in_with_password(username: str, password: str, *, client: Client) -> TokenPair:
    """Wrong and unknown take the same road and the same time. Raises InvalidCredentials, AccountNotActive."""
    user = find_by_username(username)
    verified = verify_password(password, user.password_hash if user else None)
    if user is None or not verified:
        raise InvalidCredentials
    rehashed = hash_password(password) if needs_rehash(user.password_hash) else None
    return complete(user, amr=("pwd",), client=client, rehashed=rehashed)
