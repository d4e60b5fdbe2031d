"""The user table, and how a user is found and locked.

A transaction locks one user's row before all other rows of that user, such as their proofs, contacts and sessions, and
before what was counted of them. So no two of them wait for each other. Rows of several users are changed in a
transaction for each (contact_changes/purge_contacts.py). Only a contact that its user never verified is taken away in
the transaction of the user who verifies it (contact_changes/assign.py).
"""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Index, String, Text, bindparam, or_, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column, relationship

from gatepost import clock
from gatepost.contacts.address import Address, Kind
from gatepost.contacts.models import PRIMARY, Contact, holder_of, reachable
from gatepost.crypto import random_uuid
from gatepost.database import Ascii, Base, Folded, PreparedStatement, UtcTime, db, read_one, violated_constraint
from gatepost.errors import UsernameTaken, UserNotFound
from gatepost.permissions import ADMINISTRATOR
from gatepost.users.identifiers import USERNAME_KEY_MAX, USERNAME_MAX, find_username_key

IdentifierKind = Literal["username", "mobile", "email"]
ROLES_MAX = 255
PASSWORD_HASH_MAX = 2000  # characters; a hash of ours has about 100, an imported one with its settings up to 1,700
NO_PASSWORD = "!"  # noqa: S105  in place of a hash: no password matches it


class User(Base):
    """An account. The ``username_key`` is the normal form by which it is unique and is found.

    Its contacts come with it in the same statement, and are written by contacts/store.py. *factors* is how many second
    factors are enrolled, as factors/kinds.py has counted them; with one, a log-in needs it. *roles* holds the names of
    its roles, with blanks between, ``administrator`` first, as users/write_roles.py has written them. A suspension
    holds before *suspended_until*, by the clock: nothing has to end it. *fields*: what the operator declares (fields/),
    as JSON.
    """

    __tablename__ = "users"
    __table_args__: Any = (Index(None, "created_at", "uuid"), Base.__table_args__)

    uuid: Mapped[str] = mapped_column(Ascii(36), primary_key=True, default=random_uuid)
    username: Mapped[str] = mapped_column(String(USERNAME_MAX))
    username_key: Mapped[str] = mapped_column(Folded(USERNAME_KEY_MAX), unique=True)
    gender: Mapped[str | None] = mapped_column(String(10))
    password_hash: Mapped[str] = mapped_column(Ascii(PASSWORD_HASH_MAX))
    credentials_version: Mapped[int] = mapped_column(default=1)
    password_changed_at: Mapped[datetime] = mapped_column(UtcTime, default=clock.now)
    activated_at: Mapped[datetime | None] = mapped_column(UtcTime)
    deactivated_at: Mapped[datetime | None] = mapped_column(UtcTime)
    last_login_at: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=clock.now)
    locale: Mapped[str | None] = mapped_column(Ascii(35))
    password_expired_at: Mapped[datetime | None] = mapped_column(UtcTime)
    devices_version: Mapped[int] = mapped_column(default=1, server_default="1")
    factors: Mapped[int] = mapped_column(default=0, server_default="0")
    roles: Mapped[str] = mapped_column(Ascii(ROLES_MAX), default="", server_default=text("''"))
    suspended_until: Mapped[datetime | None] = mapped_column(UtcTime)
    fields: Mapped[str | None] = mapped_column(Text)

    contacts: Mapped[list[Contact]] = relationship(lazy="joined", viewonly=True)

    def contact(self, kind: Kind) -> Contact | None:
        """The primary contact of this *kind*, whether or not it counts."""
        return next((each for each in self.contacts if each.kind == kind and each.place == PRIMARY), None)

    def written(self, kind: Kind) -> str | None:
        """The primary contact of this *kind*, as it was written."""
        contact = self.contact(kind)
        return None if contact is None else contact.value

    @property
    def mobile(self) -> str | None:
        return self.written("mobile")

    @property
    def email(self) -> str | None:
        return self.written("email")

    @property
    def addresses(self) -> list[Address]:
        """The addresses at which they get messages and may recover the account, the best one first."""
        return reachable(self.contacts)

    def has_verified(self, address: Address) -> bool:
        return any(each.counts_as(address) and each.verified_at is not None for each in self.contacts)

    @property
    def is_active(self) -> bool:
        """``status`` to the outside: activated, not deactivated since, and not suspended now."""
        return self.activated_at is not None and self.deactivated_at is None and not self.is_suspended

    @property
    def awaits_password(self) -> bool:
        """Whether staff made the account, and its user has not set a password yet: that activates it."""
        never_active = self.activated_at is None and self.deactivated_at is None
        return never_active and not (self.has_password or self.is_suspended)

    @property
    def is_suspended(self) -> bool:
        return self.suspended_until is not None and clock.now() < self.suspended_until

    @property
    def has_password(self) -> bool:
        """Whether any password is right."""
        return self.password_hash != NO_PASSWORD

    @property
    def is_admin(self) -> bool:
        return ADMINISTRATOR in self.roles.split()


def may_be_active(now: Any) -> tuple[ColumnElement[bool], ...]:
    """The conditions of users who are neither deactivated nor suspended at the moment *now*, or a bindparam for it."""
    return User.deactivated_at.is_(None), or_(User.suspended_until.is_(None), User.suspended_until <= now)


IS_NO_ADMINISTRATOR = (User.roles + " ").not_like(f"{ADMINISTRATOR} %")


def known_by(kind: IdentifierKind, *keys: str) -> ColumnElement[bool]:
    """The condition of the user who is known by the identifier with the first of these normal forms that any has."""
    return User.username_key == keys[0] if kind == "username" else User.uuid == holder_of(kind, keys)


def find_by_identifier(kind: IdentifierKind, *keys: str) -> User | None:
    """The user who is known by the identifier with the first of these normal forms that any has, or None."""
    return read_one(select(User).where(known_by(kind, *keys)))


def find_by_username(username: str) -> User | None:
    """The user with this username, in any letter case and width, or None."""
    key = find_username_key(username)
    return None if key is None else read_one(_BY_USERNAME, {"key": key})


_BY_USERNAME = select(User).where(User.username_key == bindparam("key"))


def find_user(uuid: str) -> User | None:
    """The user with this *uuid*, or None."""
    rows = _BY_UUID.rows(of=uuid)
    if not rows:
        return None
    user = User(**dict(zip(_OF_USER, rows[0], strict=False)))
    found = [row[len(_OF_USER) :] for row in rows]
    user.contacts = [Contact(**dict(zip(_OF_CONTACT, each, strict=True))) for each in found if each[0] is not None]
    return user


_OF_USER = [column.name for column in User.__table__.columns]
_OF_CONTACT = [column.name for column in Contact.__table__.columns]
_BY_UUID = PreparedStatement(
    select(*User.__table__.columns, *Contact.__table__.columns)
    .select_from(User.__table__.outerjoin(Contact.__table__))
    .where(User.uuid == bindparam("of"))
)


def get_user(uuid: str) -> User:
    """The user with this *uuid*. Raises UserNotFound."""
    user = find_user(uuid)
    if user is None:
        raise UserNotFound
    return user


def find_for_update(uuid: str) -> User | None:
    """Lock the user's row until the transaction ends, and read it, detached; None if there is none.

    The contacts are read by a second statement, because it sees the commits for which the first one waited.
    """
    connection = db.session.connection()
    statement = select(User.__table__).where(User.uuid == uuid).with_for_update()  # SQLite has one writer anyway
    row = connection.execute(statement).mappings().one_or_none()
    if row is None:
        return None
    user = User(**row)
    user.contacts = find_contacts(uuid)
    return user


def find_contacts(user_uuid: str) -> list[Contact]:
    """The contacts of a user as they are in the present transaction."""
    statement = select(Contact.__table__).where(Contact.user_uuid == user_uuid)
    return [Contact(**row) for row in db.session.connection().execute(statement).mappings()]


def lock_user(uuid: str) -> bool:
    """Lock the user's row; false if there is none. Conditions on the user or their contacts are read after that."""
    return db.session.connection().execute(_LOCK, {"of": uuid}).first() is not None


_LOCK = select(User.uuid).where(User.uuid == bindparam("of")).with_for_update()


def username_conflict(error: IntegrityError) -> Exception:
    """The refusal that *error* stands for, or *error* itself if it is about something else."""
    return UsernameTaken() if "username_key" in violated_constraint(error) else error
