"""The table of invitations."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from gatepost.contacts.address import Address, Kind
from gatepost.contacts.normal_forms import EMAIL_KEY_MAX, EMAIL_MAX
from gatepost.database import Ascii, Base, Folded, UtcTime


class Invitation(Base):
    """An invitation that waits. Registering by it deletes the row, as does a later one to the same address.

    *roles*: names with blanks between, which its user is given. Only a digest of its token is stored. No foreign key:
    it outlives the account of the user who sent it.
    """

    __tablename__ = "invitations"
    __table_args__: Any = (Index(None, "kind", "key"), Index(None, "expires_at"), Base.__table_args__)

    id: Mapped[str] = mapped_column(Ascii(32), primary_key=True)
    token_digest: Mapped[str] = mapped_column(Ascii(64), unique=True)
    kind: Mapped[Kind] = mapped_column(Ascii(10))
    value: Mapped[str] = mapped_column(String(EMAIL_MAX))
    key: Mapped[str] = mapped_column(Folded(EMAIL_KEY_MAX))
    invited_by: Mapped[str] = mapped_column(Ascii(36))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    roles: Mapped[str | None] = mapped_column(Ascii(255))

    @property
    def address(self) -> Address:
        return Address(self.kind, self.value, self.key)
