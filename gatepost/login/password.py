"""Log in with a password."""

from gatepost.errors import InvalidCredentials
from gatepost.login.complete import complete
from gatepost.login.old_system import is_asked_about, prove_by_old_system
from gatepost.login.outcome import Outcome
from gatepost.login.renew_expired_password import hash_new_password
from gatepost.passwords.check import check_password
from gatepost.passwords.hashing import hash_password, needs_rehash
from gatepost.throttling.claimant import Claimant


def log_in_with_password(claimant: Claimant, password: str, *, new_password: str | None = None) -> Outcome:
    """Log in the *claimant* (find_claimant.py) with a password. *new_password* replaces an expired one.

    A wrong password and an unknown user take the same way and time, unless an old system is asked (old_system.py).
    Raises InvalidCredentials, AccountNotActive, TooManyRequests, PasswordChangeRequired, InvalidInput.
    """
    user = claimant.user
    if is_asked_about(user):
        claimant, user = prove_by_old_system(claimant, password)
    elif not check_password(password, claimant, otherwise="login.failed") or user is None:
        raise InvalidCredentials
    outdated = not user.has_password or needs_rehash(user.password_hash)
    rehashed = hash_password(password) if outdated else None
    renewed = hash_new_password(claimant, user, new_password) if user.is_active else None
    return complete(user, claimant, amr=("pwd",), rehashed=rehashed, new_password_hash=renewed)
