"""The user table, and how a user is found."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from gatepost import clock
from gatepost.crypto import random_uuid
from gatepost.database import Ascii, Base, Folded, UtcTime, read_one
from gatepost.errors import UserNotFound
from gatepost.users.identifiers import (
    EMAIL_KEY_MAX,
    EMAIL_MAX,
    MOBILE_MAX,
    USERNAME_KEY_MAX,
    USERNAME_MAX,
    email_key,
    find_username_key,
    mobile_key,
)

NO_PASSWORD = "!"  # noqa: S105  in the place of a hash: no password is right


class User(Base):
    """An account. Each ``*_key`` is the normal form by which its identifier is unique and is found."""

    __tablename__ = "users"
    __table_args__: Any = (Index(None, "created_at", "uuid"), Base.__table_args__)

    uuid: Mapped[str] = mapped_column(Ascii(36), primary_key=True, default=random_uuid)
    username: Mapped[str] = mapped_column(String(USERNAME_MAX))
    username_key: Mapped[str] = mapped_column(Folded(USERNAME_KEY_MAX), unique=True)
    mobile: Mapped[str | None] = mapped_column(String(MOBILE_MAX))
    mobile_key: Mapped[str | None] = mapped_column(Ascii(20), unique=True)
    mobile_verified_at: Mapped[datetime | None] = mapped_column(UtcTime)
    email: Mapped[str | None] = mapped_column(String(EMAIL_MAX))
    email_key: Mapped[str | None] = mapped_column(Folded(EMAIL_KEY_MAX), unique=True)
    email_verified_at: Mapped[datetime | None] = mapped_column(UtcTime)
    gender: Mapped[str | None] = mapped_column(String(10))
    role: Mapped[str] = mapped_column(Ascii(10), default="user")
    password_hash: Mapped[str] = mapped_column(Ascii(255))
    credentials_version: Mapped[int] = mapped_column(default=1)
    password_changed_at: Mapped[datetime] = mapped_column(UtcTime, default=clock.now)
    activated_at: Mapped[datetime | None] = mapped_column(UtcTime)
    deactivated_at: Mapped[datetime | None] = mapped_column(UtcTime)
    last_login_at: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=clock.now)
    locale: Mapped[str | None] = mapped_column(Ascii(35))
    password_expired_at: Mapped[datetime | None] = mapped_column(UtcTime)
    devices_version: Mapped[int] = mapped_column(default=1, server_default="1")

    @property
    def is_active(self) -> bool:
        """``status`` to the outside: activated, and not deactivated since."""
        return self.activated_at is not None and self.deactivated_at is None

    @property
    def is_admin(self) -> bool:
        return self.role == "admin"


def find_by_username(username: str) -> User | None:
    """The user who is called so, in whatever case or width it is written."""
    key = find_username_key(username)
    return None if key is None else read_one(select(User).where(User.username_key == key))


def find_by_mobile(mobile: str) -> User | None:
    """The user whose number counts as this one. Raises InvalidInput for what is no number."""
    return read_one(select(User).where(User.mobile_key == mobile_key(mobile)))


def find_by_email(email: str) -> User | None:
    """The user whose e-mail address counts as this one. Raises InvalidInput for what is no address."""
    return read_one(select(User).where(User.email_key == email_key(email)))


def get_user(uuid: str) -> User:
    """The user with this *uuid*. Raises UserNotFound."""
    user = read_one(select(User).where(User.uuid == uuid))
    if user is None:
        raise UserNotFound
    return user
