"""The table of personal access tokens, and how all tokens of a user end.

It is here rather than in the room of its endpoints because the deeds that end a user's sessions revoke these, too.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, delete
from sqlalchemy.orm import Mapped, mapped_column

from gatepost.audit.record import record
from gatepost.database import Ascii, Base, UtcTime, write
from gatepost.permissions import SCOPE_MAX
from gatepost.users.models import User

NAME_MAX = 100


class PersonalToken(Base):
    """A personal access token: a digest of it, and its last four characters. Revoking it deletes the row.

    *scope*: names of scopes, with blanks between (gatepost/permissions.py).
    """

    __tablename__ = "personal_tokens"
    __table_args__: Any = (Index(None, "user_uuid"), Index(None, "expires_at"), Base.__table_args__)

    id: Mapped[str] = mapped_column(Ascii(32), primary_key=True)
    user_uuid: Mapped[str] = mapped_column(ForeignKey(User.uuid, ondelete="CASCADE"), type_=Ascii(36))
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    token_digest: Mapped[str] = mapped_column(Ascii(64), unique=True)
    hint: Mapped[str] = mapped_column(Ascii(4))
    scope: Mapped[str] = mapped_column(Ascii(SCOPE_MAX))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcTime)


def revoke_all_tokens(user_uuid: str, *, actor_uuid: str | None = None) -> int:
    """Revoke every personal token of a user, in the present transaction. Returns how many there were.

    The caller has locked the user's row, and commits.
    """
    revoked = write(delete(PersonalToken).where(PersonalToken.user_uuid == user_uuid))
    if revoked:
        record("personal_tokens.revoked", user_uuid=user_uuid, actor_uuid=actor_uuid)
    return revoked
