"""Remove passkeys that a stranger may have added."""

from datetime import datetime

from gatepost.audit.record import record
from gatepost.passkeys.store import delete_passkeys


def drop_passkeys(user_uuid: str, *, since: datetime | None = None) -> None:
    """Remove all passkeys of this user, or those that were added *since* then. The caller has locked the user's row."""
    if delete_passkeys(user_uuid, since=since):
        record("passkey.removed", user_uuid=user_uuid)
