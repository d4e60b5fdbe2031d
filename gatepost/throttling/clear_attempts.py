"""Clear what was counted, because somebody has proven who they are; withdraw an attempt that was not looked at."""

from sqlalchemy import bindparam, delete, or_, select, update

from gatepost.database import PreparedStatement, db, write, write_alone
from gatepost.throttling.claimant import Claimant
from gatepost.throttling.count_attempt import MOST, Attempt
from gatepost.throttling.models import ThrottleCount

_FOUND = PreparedStatement(
    select(ThrottleCount.key).where(
        or_(ThrottleCount.key == bindparam("device"), ThrottleCount.key == bindparam("total"))
    )
)
_ROW = delete(ThrottleCount).where(ThrottleCount.key == bindparam("of"))
_ROW_BELOW_MOST = _ROW.where(ThrottleCount.count < MOST)
_ONE_LESS = (
    update(ThrottleCount)
    .where(ThrottleCount.key == bindparam("of"), ThrottleCount.count > 0)
    .values(count=ThrottleCount.count - 1)
)


def has_attempts(claimant: Claimant) -> bool:
    """Whether there is anything to clear, as it was committed."""
    return bool(_FOUND.rows(device=claimant.device_key, total=claimant.total_key))


def clear_attempts(claimant: Claimant, *, by_password: bool) -> None:
    """Begin anew for this device and in total. A code does not enable a password that was disabled.

    The rows are locked in the order in which an attempt counts them. One statement for both would lock them as they are
    stored.
    """
    write(_ROW, {"of": claimant.device_key})
    write(_ROW if by_password else _ROW_BELOW_MOST, {"of": claimant.total_key})


def clear_all_attempts(user_uuid: str) -> None:
    """Begin anew on all devices, because there is a new password. The rows are locked in the order of their keys."""
    theirs = ThrottleCount.user_uuid == user_uuid
    ordered = select(ThrottleCount.key).where(theirs).order_by(ThrottleCount.key).with_for_update()
    if db.session.connection().execute(ordered).all():
        write(delete(ThrottleCount).where(theirs))


def withdraw_attempt(claimant: Claimant, attempt: Attempt) -> None:
    """Count one less, as a transaction of its own, because the attempt was not looked at."""
    write_alone(_ONE_LESS, {"of": claimant.device_key})
    if not attempt.disabled:
        write_alone(_ONE_LESS, {"of": claimant.total_key})
