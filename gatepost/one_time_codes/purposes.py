"""The purposes of proofs. Each is also the name of its message."""

from datetime import timedelta
from enum import StrEnum

from gatepost.settings import settings


class Purpose(StrEnum):
    """A proof for one purpose is good for no other (ASVS 6.6.2)."""

    ACTIVATION = "activation"
    LOGIN = "login"
    RESET = "reset"
    LOST_FACTOR = "lost_factor"
    CHANGE_MOBILE = "change_mobile"
    CHANGE_EMAIL = "change_email"

    @property
    def message(self) -> str:
        return "change" if self in (Purpose.CHANGE_MOBILE, Purpose.CHANGE_EMAIL) else self.value


def link_lifetime(purpose: Purpose) -> timedelta:
    """How long a link for this *purpose* is valid."""
    if purpose in (Purpose.RESET, Purpose.LOST_FACTOR):
        return settings.reset_link_lifetime
    if purpose is Purpose.LOGIN:
        return settings.code_lifetime
    return settings.activation_link_lifetime
