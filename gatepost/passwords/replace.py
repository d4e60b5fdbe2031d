"""Replace a password: the last step of every way to a new one."""

from typing import Any

from sqlalchemy import update

from gatepost import clock
from gatepost.caller import Client
from gatepost.database import write
from gatepost.notices.tell import tell
from gatepost.one_time_codes.store import end_proofs
from gatepost.passwords.history import keep_former
from gatepost.throttling.clear_attempts import clear_all_attempts
from gatepost.users.models import User


def replace_password(user: User, hashed: str, *, client: Client, former: str | None = None) -> bool:
    """Let *hashed* be the password of *user*, as they were read; false if their row has changed since.

    All codes and links that are out end, failed attempts are forgotten, all devices are strangers, for one may be a
    thief's, the user is told, and is as their row is from then on. *former* is what to keep of the old password, if its
    hash is too weak for that. The caller ends sessions, and commits.
    """
    this = (
        User.uuid == user.uuid,
        User.credentials_version == user.credentials_version,
        User.activated_at.is_not(None),
        User.deactivated_at.is_(None),
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
    tell(user, "password_changed", languages=client.languages, everywhere=True)
    return True
