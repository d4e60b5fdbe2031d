"""The session table."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from gatepost.database import Ascii, Base, UtcTime
from gatepost.permissions import SCOPE_MAX
from gatepost.settings.types import AUDIENCE_MAX
from gatepost.users.models import User


class Session(Base):
    """One log-in: one device of one user. Only a digest of its refresh token is stored.

    The current token, once there was a rotation, is stored sealed: a client that lost the answer may ask for it again
    until it has used it. *ancestors* are the used tokens that still get it (ancestors.py). *authenticated_by* is shown
    to users, *amr* is told to services (RFC 8176); *factor_at*: when the user last proved a second factor in it.
    *actor_uuid*: staff who act as the user in it, from their session *actor_session*: it has no refresh token.
    *claims*: of its access tokens, as JSON, which the blocking hook has added.
    *cookie_digest*: of the secret of a session in a cookie, which has no tokens; its refresh_digest is of none.
    """

    __tablename__ = "sessions"
    __table_args__: Any = (
        Index(None, "user_uuid"),
        Index(None, "expires_at"),
        Index(None, "ended_at"),
        Base.__table_args__,
    )

    id: Mapped[str] = mapped_column(Ascii(32), primary_key=True)
    user_uuid: Mapped[str] = mapped_column(ForeignKey(User.uuid, ondelete="CASCADE"), type_=Ascii(36))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    authenticated_at: Mapped[datetime] = mapped_column(UtcTime)
    last_used_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    end_reason: Mapped[str | None] = mapped_column(Ascii(30))
    authenticated_by: Mapped[str] = mapped_column(Ascii(100))
    address: Mapped[str] = mapped_column(String(45))
    user_agent: Mapped[str] = mapped_column(String(255))
    refresh_digest: Mapped[str] = mapped_column(Ascii(64))
    previous_digest: Mapped[str | None] = mapped_column(Ascii(64))
    rotated_at: Mapped[datetime | None] = mapped_column(UtcTime)
    sealed_successor: Mapped[str | None] = mapped_column(Ascii(2048))
    ancestors: Mapped[str | None] = mapped_column(Ascii(4096))
    amr: Mapped[str | None] = mapped_column(Ascii(50))
    factor_at: Mapped[datetime | None] = mapped_column(UtcTime)
    cookie_digest: Mapped[str | None] = mapped_column(Ascii(64))
    scope: Mapped[str | None] = mapped_column(Ascii(SCOPE_MAX))
    audience: Mapped[str | None] = mapped_column(Ascii(AUDIENCE_MAX))
    actor_uuid: Mapped[str | None] = mapped_column(Ascii(36))
    actor_session: Mapped[str | None] = mapped_column(Ascii(32))
    claims: Mapped[str | None] = mapped_column(Text)
