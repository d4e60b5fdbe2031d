"""Replace a password: the last step of every way to set a new one."""

from typing import Any

from sqlalchemy import update

from gatepost import clock
from gatepost.database import write
from gatepost.notices.notify import notify
from gatepost.one_time_codes.store import end_proofs
from gatepost.passwords.history import keep_former
from gatepost.throttling.clear_attempts import clear_all_attempts
from gatepost.users.models import User, may_be_active


def replace_password(user: User, hashed: str, *, former: str | None = None, notice: str = "password_changed") -> bool:
    """Set the password hash of *user*, or NO_PASSWORD. Returns False if their row has changed since it was read.

    All codes and links that were sent to the user end. Failed attempts are cleared. No device stays known, because one
    may be a thief's. The user is notified by *notice*, and *user* gets the new values of its row. *former* is the hash
    to keep of the old password, if the stored one is too weak for that. The caller ends sessions.
    """
    this = (
        User.uuid == user.uuid,
        User.credentials_version == user.credentials_version,
        User.activated_at.is_not(None),
        *may_be_active(clock.now()),
    )
    values: dict[str, Any] = {
        "password_hash": hashed,
        "credentials_version": user.credentials_version + 1,
        "devices_version": user.devices_version + 1,
        "password_changed_at": clock.now(),
        "password_expired_at": None,
    }
    if write(update(User).where(*this).values(values)) != 1:
        return False
    keep_former(user, former or user.password_hash)
    for column, value in values.items():
        setattr(user, column, value)
    end_proofs(user.uuid)
    clear_all_attempts(user.uuid)
    notify(user, notice, everywhere=True)
    return True
