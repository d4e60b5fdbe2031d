"""The table of log-ins whose first proof was right, and whose second factor is due."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from gatepost.database import Ascii, Base, UtcTime
from gatepost.permissions import SCOPE_MAX
from gatepost.settings.types import AUDIENCE_MAX
from gatepost.users.models import User


class PendingLogIn(Base):
    """A log-in that waits for a second factor. Finishing it deletes the row.

    It holds what the first proof has shown, and of which state of the account. *attempts_key* is the row of the
    attempts that the finished log-in clears; *new_password_hash* replaces an expired password once it is finished;
    *scope* and *audience* are those of the session then.
    """

    __tablename__ = "pending_log_ins"
    __table_args__: Any = (Index(None, "user_uuid"), Index(None, "expires_at"), Base.__table_args__)

    token_digest: Mapped[str] = mapped_column(Ascii(64), primary_key=True)
    user_uuid: Mapped[str] = mapped_column(ForeignKey(User.uuid, ondelete="CASCADE"), type_=Ascii(36))
    credentials_version: Mapped[int]
    device_digest: Mapped[str] = mapped_column(Ascii(64))
    attempts_key: Mapped[str] = mapped_column(Ascii(64))
    amr: Mapped[str] = mapped_column(Ascii(50))
    authenticated_by: Mapped[str] = mapped_column(Ascii(50))
    new_password_hash: Mapped[str | None] = mapped_column(Ascii(255))
    tries: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    scope: Mapped[str | None] = mapped_column(Ascii(SCOPE_MAX))
    audience: Mapped[str | None] = mapped_column(Ascii(AUDIENCE_MAX))
