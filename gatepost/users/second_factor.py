"""Which users have to have a second factor (SECOND_FACTOR)."""

from collections.abc import Sequence

from gatepost.settings import current_settings


def must_have_factor(role: str) -> bool:
    """Whether users of this *role* need a second factor."""
    asked = current_settings().second_factor
    return asked == "required" or (asked == "administrators" and role == "admin")


def must_enrol(role: str, factors: int, amr: Sequence[str]) -> bool:
    """Whether a user of this *role*, with so many second factors, may do nothing before enrolling one.

    In a session that began with two factors, such as by a passkey, they need not.
    """
    return not factors and "mfa" not in amr and must_have_factor(role)
