"""A lost factor: the request to remove all factors of a user, which waits before it is carried out.

One request of a user waits at a time. These end it: a link that stops it, a right proof of a factor, a factor or
passkey that is added, a factor that is removed, a change of the password, and the end of the waiting time. The last
removes the factors: at the user's next log-in, or by housekeeping, whichever comes first. All of them lock the user's
row, and the deletion of the request decides between them. The transaction that removes the factors also deletes the
request.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, bindparam, delete, insert, or_, select, update

from gatepost import clock
from gatepost.audit.record import record
from gatepost.crypto import digest, random_token
from gatepost.database import PreparedStatement, db, do_each, read_all, write
from gatepost.factors.models import LostFactor
from gatepost.factors.remove_all import remove_all_factors
from gatepost.messaging.put_message import link
from gatepost.notices.notify import notify, time_for_people
from gatepost.settings import current_settings
from gatepost.users.models import User, find_for_update

STOP = "keep_factors"  # the purpose of the link
_REMINDER = timedelta(hours=24)  # before the end
_END = delete(LostFactor).where(LostFactor.user_uuid == bindparam("of"))
_WAITING = PreparedStatement(select(LostFactor.user_uuid).where(LostFactor.user_uuid == bindparam("of")))


class Waiting(NamedTuple):
    """A request that waits until then; *is_new*: it has begun just now."""

    removes_at: datetime
    is_new: bool


def begin_waiting(user: User) -> Waiting:
    """Let the request of *user* wait, and tell them; one that waits already goes on as it is.

    The caller has locked the row, and commits.
    """
    mine = LostFactor.user_uuid == user.uuid
    write(delete(LostFactor).where(mine, LostFactor.credentials_version != user.credentials_version))
    found = db.session.connection().execute(select(LostFactor.removes_at).where(mine)).scalar_one_or_none()
    if found is not None:
        return Waiting(found, is_new=False)
    token, now = random_token(), clock.now()
    removes_at = now + current_settings().lost_factor_wait
    row = {"user_uuid": user.uuid, "credentials_version": user.credentials_version, "stop_digest": digest(token)}
    write(insert(LostFactor).values(**row, created_at=now, removes_at=removes_at))
    _tell(user, token, said_at=now, removes_at=removes_at)
    return Waiting(removes_at, is_new=True)


def find_waiting(user: User) -> datetime | None:
    """When the factors of *user* are to be removed; None if no request waits."""
    this = (LostFactor.user_uuid == user.uuid, LostFactor.credentials_version == user.credentials_version)
    return next((moment for (moment,) in read_all(select(LostFactor.removes_at).where(*this))), None)


def find_stoppable(token: str) -> str | None:
    """The uuid of the user whose request this *token* stops, or None."""
    return next((uuid for (uuid,) in read_all(select(LostFactor.user_uuid).where(_stopped_by(token)))), None)


def stop_waiting(user_uuid: str, token: str) -> bool:
    """End the request by the *token* of its link. Returns False if it is over. The caller has locked the user's row."""
    return write(delete(LostFactor).where(LostFactor.user_uuid == user_uuid, _stopped_by(token))) == 1


def is_waiting(user_uuid: str) -> bool:
    """Whether a request of this user waits, as it was committed."""
    return bool(_WAITING.rows(of=user_uuid))


def end_waiting(user_uuid: str) -> None:
    """End the request, if one waits: its user has proven or added a factor. The caller has locked the user's row."""
    if write(_END, {"of": user_uuid}) == 1:
        record("factor.loss_stopped", user_uuid=user_uuid)


def remove_if_due(user: User) -> bool:
    """Remove the factors of *user* if the waiting time is over, in the present transaction, which the caller commits.

    *user* gets the new values of the row. Returns whether they were removed.
    """
    if not is_waiting(user.uuid):
        return False
    locked = find_for_update(user.uuid)
    if locked is None or not _claim(locked):
        return False
    remove_all_factors(locked)
    user.factors, user.devices_version = locked.factors, locked.devices_version
    return True


def remove_due(most: int) -> int:
    """Remove the factors of up to *most* users whose waiting time is over: a transaction for each. Returns how many."""
    due = LostFactor.removes_at <= clock.now()
    users = [uuid for (uuid,) in read_all(select(LostFactor.user_uuid).where(due).limit(most))]

    def remove(uuid: str) -> None:
        user = find_for_update(uuid)
        if user is not None and _claim(user):
            remove_all_factors(user)
        else:  # the password has changed since, the account is closed, or settings have switched it off
            write(delete(LostFactor).where(LostFactor.user_uuid == uuid, due))
        db.session.commit()

    do_each(users, remove)
    return len(users)


def remind_waiting(most: int) -> int:
    """Tell up to *most* users a second time, a day before the end: a transaction for each. Returns how many."""
    now = clock.now()
    soon = (LostFactor.removes_at > now, LostFactor.removes_at <= now + _REMINDER)
    this = (*soon, LostFactor.created_at <= now - _REMINDER, LostFactor.reminder_digest.is_(None))
    columns = (LostFactor.user_uuid, LostFactor.created_at, LostFactor.removes_at)
    users = read_all(select(*columns).where(*this).limit(most))

    def remind(row: tuple[str, datetime, datetime]) -> None:
        uuid, said_at, removes_at = row
        token, user = random_token(), find_for_update(uuid)
        version = None if user is None or not user.is_active else user.credentials_version
        mine = (LostFactor.user_uuid == uuid, LostFactor.credentials_version == version)
        reminded = update(LostFactor).where(*this, *mine).values(reminder_digest=digest(token))
        if user is not None and write(reminded) == 1:
            _tell(user, token, said_at=said_at, removes_at=removes_at)
        db.session.commit()

    do_each(users, remind)
    return len(users)


def _claim(user: User) -> bool:
    """Delete the request because its time is over; of several transactions one does so. *user* is locked."""
    this = (LostFactor.user_uuid == user.uuid, LostFactor.removes_at <= clock.now())
    unchanged = LostFactor.credentials_version == user.credentials_version
    if not (user.is_active and current_settings().lost_factor_wait):
        return False
    return write(delete(LostFactor).where(*this, unchanged)) == 1


def _stopped_by(token: str) -> ColumnElement[bool]:
    return or_(LostFactor.stop_digest == digest(token), LostFactor.reminder_digest == digest(token))


def _tell(user: User, token: str, *, said_at: datetime, removes_at: datetime) -> None:
    stop, times = link(current_settings(), STOP, token), (time_for_people(said_at), time_for_people(removes_at))
    notify(user, "factors_end_soon", everywhere=True, link=stop, at=times[0], until=times[1])
