"""Clear what was counted, because somebody has proven who they are; withdraw an attempt that was not looked at."""

from sqlalchemy import and_, bindparam, delete, or_, update

from gatepost.database import write, write_alone
from gatepost.throttling.claimant import Claimant
from gatepost.throttling.count_attempt import MOST, Attempt
from gatepost.throttling.models import ThrottleCount

_device, _total = ThrottleCount.key == bindparam("device"), ThrottleCount.key == bindparam("total")
_BY_PASSWORD = delete(ThrottleCount).where(or_(_device, _total))
_BY_CODE = delete(ThrottleCount).where(or_(_device, and_(_total, ThrottleCount.count < MOST)))
_ONE_LESS = (
    update(ThrottleCount)
    .where(ThrottleCount.key == bindparam("of"), ThrottleCount.count > 0)
    .values(count=ThrottleCount.count - 1)
)


def clear_attempts(claimant: Claimant, *, by_password: bool) -> None:
    """Begin anew for this device and in total. A code does not enable a password that was disabled."""
    keys = {"device": claimant.device_key, "total": claimant.total_key}
    write(_BY_PASSWORD if by_password else _BY_CODE, keys)


def clear_all_attempts(user_uuid: str) -> None:
    """Begin anew on all devices, because there is a new password."""
    write(delete(ThrottleCount).where(ThrottleCount.user_uuid == user_uuid))


def withdraw_attempt(claimant: Claimant, attempt: Attempt) -> None:
    """Count one less, as a transaction of its own, because the attempt was not looked at."""
    write_alone(_ONE_LESS, {"of": claimant.device_key})
    if not attempt.disabled:
        write_alone(_ONE_LESS, {"of": claimant.total_key})
