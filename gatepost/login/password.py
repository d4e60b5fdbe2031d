"""Log in with a password."""

from gatepost.caller import Client
from gatepost.errors import InvalidCredentials
from gatepost.login.complete import complete
from gatepost.login.outcome import Outcome
from gatepost.login.renew_expired_password import renew_expired_password
from gatepost.passwords.check import check_password
from gatepost.passwords.hashing import hash_password, needs_rehash
from gatepost.throttling.claimant import Claimant
from gatepost.users.identifiers import find_username_key
from gatepost.users.models import find_by_username


def log_in_with_password(username: str, password: str, *, new_password: str | None = None, client: Client) -> Outcome:
    """Log in with a password. *new_password* replaces an expired one.

    A wrong password and an unknown user take the same way and time.
    Raises InvalidCredentials, AccountNotActive, TooManyRequests, PasswordChangeRequired, InvalidInput.
    """
    user = find_by_username(username)
    claimant = Claimant(user, client, named=f"username:{find_username_key(username) or username}")
    if not check_password(password, claimant, otherwise="login.failed") or user is None:
        raise InvalidCredentials
    rehashed = hash_password(password) if needs_rehash(user.password_hash) else None
    if user.is_active and renew_expired_password(claimant, user, new_password, rehashed=rehashed):
        rehashed = None
    return complete(user, claimant, amr=("pwd",), rehashed=rehashed)
