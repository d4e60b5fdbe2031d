"""The table of clients: services that may ask about tokens."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from gatepost import clock
from gatepost.database import Ascii, Base, UtcTime

NAME_MAX = 100


class OAuthClient(Base):
    """A registered service. Its secret has 256 random bits, so a plain digest keeps it (NIST SP 800-63B-4, 3.1.2).

    While the service changes from one secret to the next, the *old* one is taken, too.
    """

    __tablename__ = "oauth_clients"

    client_id: Mapped[str] = mapped_column(Ascii(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    secret_digest: Mapped[str] = mapped_column(Ascii(64))
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=clock.now)
    old_secret_digest: Mapped[str | None] = mapped_column(Ascii(64))
