"""The table of passwords that users had before."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gatepost.database import Ascii, Base, UtcTime
from gatepost.users.models import User


class FormerPassword(Base):
    """The hash of a password that was replaced; *version* is the user's credentials_version until then."""

    __tablename__ = "former_passwords"

    user_uuid: Mapped[str] = mapped_column(ForeignKey(User.uuid, ondelete="CASCADE"), type_=Ascii(36), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    password_hash: Mapped[str] = mapped_column(Ascii(255))
    replaced_at: Mapped[datetime] = mapped_column(UtcTime)
