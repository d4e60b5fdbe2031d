"""Clear what was counted: somebody has proven who they are, or nothing was looked at. The caller commits."""

from sqlalchemy import and_, bindparam, delete, or_, update

from gatepost.database import write, write_alone
from gatepost.throttling.claimant import Claimant
from gatepost.throttling.count_attempt import MOST, Attempt
from gatepost.throttling.models import FailedAttempts

_device, _total = FailedAttempts.key == bindparam("device"), FailedAttempts.key == bindparam("total")
_BY_PASSWORD = delete(FailedAttempts).where(or_(_device, _total))
_BY_CODE = delete(FailedAttempts).where(or_(_device, and_(_total, FailedAttempts.failures < MOST)))
_ONE_LESS = (
    update(FailedAttempts)
    .where(FailedAttempts.key == bindparam("of"), FailedAttempts.failures > 0)
    .values(failures=FailedAttempts.failures - 1)
)


def clear_attempts(claimant: Claimant, *, by_password: bool) -> None:
    """Begin anew for this device and in total. A code does not make a password right again that was disabled."""
    keys = {"device": claimant.device_key, "total": claimant.total_key}
    write(_BY_PASSWORD if by_password else _BY_CODE, keys)


def clear_all_attempts(user_uuid: str) -> None:
    """There is a new password: begin anew on all devices."""
    write(delete(FailedAttempts).where(FailedAttempts.user_uuid == user_uuid))


def withdraw_attempt(claimant: Claimant, attempt: Attempt) -> None:
    """It was not looked at. This is a transaction of its own."""
    write_alone(_ONE_LESS, {"of": claimant.device_key})
    if not attempt.disabled:
        write_alone(_ONE_LESS, {"of": claimant.total_key})
