"""A passkey whose counter has not risen since its last use: there may be a copy of its key."""

from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.notices.notify import notify
from gatepost.users.models import User


class MayBeCopied(Exception):
    """The counter of the passkey with this *name* has not risen."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


def tell_of_copy(user: User, name: str, *, client: Client) -> None:
    """Put it on record, and tell the user. The caller has refused the answer, and commits."""
    record("passkey.counter_fell", user_uuid=user.uuid, client=client)
    notify(user, "passkey_copied", everywhere=True, passkey=name)
