"""How a user is shown to the outside."""

from typing import NotRequired, Protocol

from typing_extensions import TypedDict

from gatepost.contacts.store import PendingData
from gatepost.fields.kinds import Who
from gatepost.fields.show import show_fields


class Shown(Protocol):
    """The attributes of a user that :func:`show` reads."""

    @property
    def uuid(self) -> str: ...
    @property
    def username(self) -> str: ...
    @property
    def mobile(self) -> str | None: ...
    @property
    def email(self) -> str | None: ...
    @property
    def gender(self) -> str | None: ...


class UserData(TypedDict):
    """A user: the four documented keys; the other two once they have a value. Without a number `mobile` is null."""

    mobile: str | None
    status: bool
    username: str
    uuid: str
    email: NotRequired[str]
    gender: NotRequired[str]


class UserAnswer(TypedDict):
    """One user, as the founding document prints it."""

    data: UserData
    message: str
    status: int


class ChangedAnswer(UserAnswer):
    """One user after a change, and what waits to be proven."""

    pending: NotRequired[PendingData]


class ActivationAnswer(UserAnswer):
    """The account that is active now. Where its password has ended, the answer says so."""

    password_ended: NotRequired[bool]


class UsersAnswer(TypedDict):
    """A page of users; the next page is in the header ``Link``."""

    data: list[UserData]
    message: str
    status: int


class MessageAnswer(TypedDict):
    """Nothing but a word."""

    message: str


class StatusAnswer(MessageAnswer):
    """A word, and the HTTP status."""

    status: int


def user_data(
    *, uuid: str, username: str, mobile: str | None, status: bool, email: str | None, gender: str | None
) -> UserData:
    """The keys in the founding document's order."""
    data: UserData = {"mobile": mobile, "status": status, "username": username, "uuid": uuid}
    if email is not None:
        data["email"] = email
    if gender is not None:
        data["gender"] = gender
    return data


def with_fields(data: UserData, stored: str | None, *, to: frozenset[Who]) -> UserData:
    """*data* with the member ``fields``, where these readers may read any of the fields that are declared."""
    fields = show_fields(stored, to=to)
    if fields is not None:
        data["fields"] = fields  # type: ignore[typeddict-unknown-key]  # described where it is declared: fields/describe.py
    return data


def show(user: Shown, *, active: bool) -> UserData:
    return user_data(
        uuid=user.uuid,
        username=user.username,
        mobile=user.mobile,
        status=active,
        email=user.email,
        gender=user.gender,
    )
