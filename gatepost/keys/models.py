"""The table of signing keys."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from gatepost.database import Ascii, Base, UtcTime


class SigningKey(Base):
    """A key pair, sealed whole. Its *number* is unique: of several processes that want the next key, one makes it.

    It signs from ``signs_from`` until a key with a higher number does, and verifies until ``verifies_until``, which is
    known once it has a successor.
    """

    __tablename__ = "signing_keys"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kid: Mapped[str] = mapped_column(Ascii(43), unique=True)
    algorithm: Mapped[str] = mapped_column(Ascii(10))
    sealed: Mapped[str] = mapped_column(Ascii(4096))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    signs_from: Mapped[datetime] = mapped_column(UtcTime)
    verifies_until: Mapped[datetime | None] = mapped_column(UtcTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)
