"""The table of changes that can be undone."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from gatepost.database import Ascii, Base, UtcTime
from gatepost.users.models import User


class WayInUndo(Base):
    """A change of a user's ways in. The link with the token undoes it until *expires_at*.

    The changes of a user are numbered in their order. The rows that were removed are kept here, sealed.
    """

    __tablename__ = "way_in_undos"
    __table_args__: Any = (Index(None, "expires_at"), Base.__table_args__)

    user_uuid: Mapped[str] = mapped_column(ForeignKey(User.uuid, ondelete="CASCADE"), type_=Ascii(36), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    token_digest: Mapped[str] = mapped_column(Ascii(64), unique=True)
    kind: Mapped[str] = mapped_column(Ascii(20))
    sealed: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
