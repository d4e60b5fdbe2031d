"""The tables of passkeys, of their users' handles, and of challenges."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from gatepost.database import Ascii, Base, UtcTime
from gatepost.users.models import User

NAME_MAX = 100
CREDENTIAL_ID_MAX = 1364  # characters of base64url; WebAuthn allows 1,023 bytes
PUBLIC_KEY_MAX = 2048  # characters of base64url; a key of ML-DSA-44 has 1,763


class Passkey(Base):
    """A public key that its user's authenticator made for us.

    *sign_count* is what the authenticator counts, if it counts: 32 bits, unsigned. *backup* says whether the passkey is
    synchronized: ``never`` and ``possible``, or ``done`` where it is at present.
    """

    __tablename__ = "passkeys"
    __table_args__: Any = (Index(None, "user_uuid"), Base.__table_args__)

    id: Mapped[str] = mapped_column(Ascii(32), primary_key=True)
    user_uuid: Mapped[str] = mapped_column(ForeignKey(User.uuid, ondelete="CASCADE"), type_=Ascii(36))
    credential_digest: Mapped[str] = mapped_column(Ascii(64), unique=True)
    credential_id: Mapped[str] = mapped_column(Ascii(CREDENTIAL_ID_MAX))
    public_key: Mapped[str] = mapped_column(Ascii(PUBLIC_KEY_MAX))
    sign_count: Mapped[int] = mapped_column(BigInteger)
    backup: Mapped[str] = mapped_column(Ascii(10))
    aaguid: Mapped[str] = mapped_column(Ascii(36))
    transports: Mapped[str] = mapped_column(Ascii(100))
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcTime)


class PasskeyUser(Base):
    """The handle by which authenticators know a user: 64 random bytes, which say nothing of the user."""

    __tablename__ = "passkey_users"

    user_uuid: Mapped[str] = mapped_column(ForeignKey(User.uuid, ondelete="CASCADE"), type_=Ascii(36), primary_key=True)
    handle: Mapped[str] = mapped_column(Ascii(86))


class PasskeyChallenge(Base):
    """A challenge that waits for its answer, or one to log in that was used: then ``used`` is in place of its purpose.

    Only digests are stored, of the challenge and of its holder.
    """

    __tablename__ = "passkey_challenges"
    __table_args__: Any = (Index(None, "expires_at"), Base.__table_args__)

    digest: Mapped[str] = mapped_column(Ascii(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(Ascii(10))
    holder: Mapped[str] = mapped_column(Ascii(64))
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
