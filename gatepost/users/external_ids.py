"""The table of outside ids: by which name an imported user is known in the system that they come from."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from gatepost.database import Ascii, Base, Folded, UtcTime
from gatepost.text import trimmed
from gatepost.users.models import User

SOURCE_MAX = 30
EXTERNAL_ID_MAX = 255
MADE = "identifiers:"
"""Begins the ids that are made of the identifiers of a line, because it had none."""


def external_id_text(value: Any) -> str | None:
    """The text of an id as it is stored: a whole number is one, too. None for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return trimmed(value) if isinstance(value, str) else None


class ExternalId(Base):
    """An imported user's id in the *source*, by which a second import of the same line finds them.

    A line without an id has one that is made of its identifiers. The digest is of the identifiers that the line had.
    """

    __tablename__ = "external_ids"
    __table_args__: Any = (Index(None, "user_uuid"), Base.__table_args__)

    source: Mapped[str] = mapped_column(Ascii(SOURCE_MAX), primary_key=True)
    external_id: Mapped[str] = mapped_column(Folded(EXTERNAL_ID_MAX), primary_key=True)
    user_uuid: Mapped[str] = mapped_column(ForeignKey(User.uuid, ondelete="CASCADE"), type_=Ascii(36))
    identifiers_digest: Mapped[str] = mapped_column(Ascii(64))
    imported_at: Mapped[datetime] = mapped_column(UtcTime)
