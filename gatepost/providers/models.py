"""The tables of other providers: links, codes to exchange, and what was used."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gatepost.database import Ascii, Base, UtcTime
from gatepost.users.models import User

PROVIDER_MAX, ISSUER_MAX, SUBJECT_MAX = 20, 255, 255


class ProviderLink(Base):
    """An account at a provider with which its user may log in. The issuer and its subject are the key, no e-mail."""

    __tablename__ = "provider_links"
    __table_args__: Any = (UniqueConstraint("issuer", "subject"), Index(None, "user_uuid"), Base.__table_args__)

    id: Mapped[str] = mapped_column(Ascii(32), primary_key=True)
    user_uuid: Mapped[str] = mapped_column(ForeignKey(User.uuid, ondelete="CASCADE"), type_=Ascii(36))
    provider: Mapped[str] = mapped_column(Ascii(PROVIDER_MAX))
    issuer: Mapped[str] = mapped_column(Ascii(ISSUER_MAX))
    subject: Mapped[str] = mapped_column(Ascii(SUBJECT_MAX))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcTime)


class ProviderCode(Base):
    """A code that a browser brings back to the app. Exchanging it deletes the row.

    Without a *session_id* it logs its user in. With one, that session may link the issuer's subject to its user.
    *challenge* is the digest of a secret of the app, if the app gave one.
    """

    __tablename__ = "provider_codes"
    __table_args__: Any = (Index(None, "user_uuid"), Index(None, "expires_at"), Base.__table_args__)

    digest: Mapped[str] = mapped_column(Ascii(64), primary_key=True)
    user_uuid: Mapped[str] = mapped_column(ForeignKey(User.uuid, ondelete="CASCADE"), type_=Ascii(36))
    credentials_version: Mapped[int]
    provider: Mapped[str] = mapped_column(Ascii(PROVIDER_MAX))
    issuer: Mapped[str] = mapped_column(Ascii(ISSUER_MAX))
    subject: Mapped[str] = mapped_column(Ascii(SUBJECT_MAX))
    session_id: Mapped[str | None] = mapped_column(Ascii(32))
    challenge: Mapped[str] = mapped_column(Ascii(43))
    expires_at: Mapped[datetime] = mapped_column(UtcTime)


class UsedOnce(Base):
    """The digest of a state or an ID token that was used, kept until it would have expired."""

    __tablename__ = "provider_uses"
    __table_args__: Any = (Index(None, "expires_at"), Base.__table_args__)

    digest: Mapped[str] = mapped_column(Ascii(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
