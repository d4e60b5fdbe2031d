"""Which users have to have a second factor (SECOND_FACTOR)."""

from gatepost.settings import current_settings


def must_have_factor(role: str) -> bool:
    """Whether users of this *role* need a second factor."""
    asked = current_settings().second_factor
    return asked == "required" or (asked == "administrators" and role == "admin")


def must_enrol(role: str, factors: int) -> bool:
    """Whether a user of this *role*, with so many second factors, may do nothing before enrolling one."""
    return not factors and must_have_factor(role)
