"""The devices from which a user has logged in, as far as they can be told apart."""

from datetime import datetime

from sqlalchemy import ForeignKey, bindparam, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from gatepost import clock
from gatepost.database import Ascii, Base, UtcTime, db, write
from gatepost.users.models import User

_MOST = 50  # of one user; the one that was not seen for longest is forgotten first


class KnownDevice(Base):
    """One kind of device in one neighbourhood of the network, digested."""

    __tablename__ = "known_devices"

    user_uuid: Mapped[str] = mapped_column(ForeignKey(User.uuid, ondelete="CASCADE"), type_=Ascii(36), primary_key=True)
    digest: Mapped[str] = mapped_column(Ascii(64), primary_key=True)
    first_seen_at: Mapped[datetime] = mapped_column(UtcTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcTime)


_SEEN = (
    update(KnownDevice)
    .where(KnownDevice.user_uuid == bindparam("of"), KnownDevice.digest == bindparam("device"))
    .values(last_seen_at=bindparam("now"))
)


def is_new_device(user_uuid: str, digest: str) -> bool:
    """Record this device; true if it is new, and the user has others.

    The caller has locked the user's row, so that log-ins of one user run one after the other.
    """
    now = clock.now()
    if write(_SEEN, {"of": user_uuid, "device": digest, "now": now}) == 1:
        return False
    theirs = KnownDevice.user_uuid == user_uuid
    latest_first = select(KnownDevice.digest).where(theirs).order_by(KnownDevice.last_seen_at.desc())
    known = db.session.connection().execute(latest_first).scalars().all()
    if known[_MOST - 1 :]:
        write(delete(KnownDevice).where(theirs, KnownDevice.digest.in_(known[_MOST - 1 :])))
    write(insert(KnownDevice).values(user_uuid=user_uuid, digest=digest, first_seen_at=now, last_seen_at=now))
    return bool(known)
