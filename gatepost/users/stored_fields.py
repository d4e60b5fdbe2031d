"""The stored fields of users, for those who may read them."""

from collections.abc import Collection

from sqlalchemy import select

from gatepost.caller import NOT_READ, Caller
from gatepost.database import read_all
from gatepost.fields.declared import declared
from gatepost.users.answers import UserData, with_fields
from gatepost.users.models import User
from gatepost.users.visible import reads_as


def read_fields(uuids: Collection[str]) -> dict[str, str | None]:
    """The stored text of each of these users, by uuid, in one statement."""
    rows = read_all(select(User.uuid, User.fields).where(User.uuid.in_(uuids)))
    return dict(rows)


def fields_of(caller: Caller) -> str | None:
    """The stored text of the *caller*: a token of a session brings it, a cookie and a personal token do not."""
    return read_fields([caller.uuid]).get(caller.uuid) if caller.fields == NOT_READ else caller.fields


def with_fields_for(caller: Caller, data: UserData, stored: str | None) -> UserData:
    """*data* of a user with those of their *stored* fields that *caller* may read. NOT_READ: of the caller."""
    if not declared():
        return data
    known = fields_of(caller) if stored == NOT_READ else stored
    return with_fields(data, known, to=reads_as(caller, data["uuid"]))


def with_fields_of_all(caller: Caller, users: list[UserData]) -> list[UserData]:
    """The same for a list, with one statement for all of them."""
    if not declared() or not users:
        return users
    stored = read_fields([user["uuid"] for user in users])
    return [with_fields_for(caller, user, stored.get(user["uuid"])) for user in users]
