"""The table of codes by SMS: how many went to each country in each hour, and how many came back."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from gatepost.database import Ascii, Base, UtcTime


class SmsHour(Base):
    """One *country* in the hour that begins at *hour*: codes that were *sent* there, and that were *answered* then.

    *stopped_at*: codes were refused in this hour, and the operator was told. No row names a number or a user.
    """

    __tablename__ = "sms_hours"
    __table_args__: Any = (Index(None, "hour"), Base.__table_args__)

    country: Mapped[str] = mapped_column(Ascii(3), primary_key=True)
    hour: Mapped[datetime] = mapped_column(UtcTime, primary_key=True)
    sent: Mapped[int]
    answered: Mapped[int]
    stopped_at: Mapped[datetime | None] = mapped_column(UtcTime)
