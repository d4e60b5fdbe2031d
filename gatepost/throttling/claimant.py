"""The claimant: somebody who has yet to prove who they are. Attempts of one claimant count together."""

from dataclasses import dataclass

from gatepost.caller import Client
from gatepost.crypto import derive_key, keyed_digest
from gatepost.settings import settings
from gatepost.tokens.device_token import read_device_token
from gatepost.users.models import User

_STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class Claimant:
    """The *user* who is known by what was *named*, such as ``username:ada``; None if there is none.

    *session_id*: the claimant is signed in, and proves it again; nothing needs to be named then. *counted_as*: the key
    by which their device was counted before, at the first proof of this log-in. *typed*: the name as it was typed.
    """

    user: User | None
    client: Client
    named: str = ""
    session_id: str | None = None
    counted_as: str = ""
    typed: str = ""

    @property
    def user_uuid(self) -> str | None:
        return None if self.user is None else self.user.uuid

    @property
    def device(self) -> str:
        """A device on which this user has logged in; else their session; else what all strangers share."""
        device = read_device_token(self.client.device)
        if device is not None and self.user is not None and device.knows(self.user.uuid, self.user.devices_version):
            return f"device {device.id}"
        return _STRANGER if self.session_id is None else f"session {self.session_id}"

    @property
    def is_known(self) -> bool:
        return self.device != _STRANGER

    @property
    def device_key(self) -> str:
        """The key of the row that counts the failures of this device.

        The row of strangers is of what was named, whether or not there is such a user. If all names of an account
        shared one, an attempt at a number would tell whose it is.
        """
        if self.counted_as:
            return self.counted_as
        device = self.device
        return self._key("d", device, None if device == _STRANGER else self.user)

    @property
    def total_key(self) -> str:
        """The key of the row that counts the wrong passwords of all devices."""
        return self._key("t", "total", self.user)

    def _key(self, place: str, row: str, user: User | None) -> str:
        """Keys of devices sort before those of totals, so that statements with both lock them in one order."""
        account = f"named {self.named}" if user is None else f"user {user.uuid}"
        digested = keyed_digest(f"{row} of {account}", key=derive_key(settings.secret_key, "failed attempts")).hex()
        return f"{place}{digested[1:]}"
