"""The devices from which a user has logged in, as far as they can be told apart."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gatepost.database import Ascii, Base, UtcTime
from gatepost.users.models import User


class KnownDevice(Base):
    """One kind of device in one neighbourhood of the network, digested."""

    __tablename__ = "known_devices"

    user_uuid: Mapped[str] = mapped_column(ForeignKey(User.uuid, ondelete="CASCADE"), type_=Ascii(36), primary_key=True)
    digest: Mapped[str] = mapped_column(Ascii(64), primary_key=True)
    first_seen_at: Mapped[datetime] = mapped_column(UtcTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcTime)
