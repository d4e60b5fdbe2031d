"""The requests of the support."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from gatepost.api import NOT_NULL, Deed, Moment, Name, OptionalName, Query
from gatepost.fields.given import GivenFields
from gatepost.registration.register import check_registration
from gatepost.users.schemas import EMAIL, LOCALE, MOBILE, USERNAME, never_null

CURSOR_MAX = 2048
Cursor = Annotated[str, StringConstraints(max_length=CURSOR_MAX)]


class Finding(Query):
    """Which users."""

    q: Annotated[str, StringConstraints(max_length=254, pattern=r"^[^\x00]*$")] | None = Field(
        None,
        description="the beginning of a username; a mobile number, however it is typed; an e-mail address, or the "
        "beginning of one with its @; a uuid",
    )
    limit: int = Field(50, ge=1, le=200, description="users a page")
    cursor: Cursor | None = Field(None, description="from the header Link of the page before")


class MessageListing(Query):
    """Which part of the messages."""

    limit: int = Field(50, ge=1, le=200, description="messages a page")
    cursor: Cursor | None = Field(None, description="from the header Link of the page before")


class Suspension(Deed):
    """How long, and why."""

    until: Moment | None = Field(None, description="time (RFC 3339) at which it is over by itself; none: for ever")


class NewUser(Deed):
    """An account for a person, and why. They get a message at the e-mail address, otherwise at the mobile number."""

    username: Name = Field(json_schema_extra=USERNAME)
    mobile: OptionalName = Field(None, json_schema_extra=never_null(MOBILE))
    email: OptionalName = Field(None, json_schema_extra=never_null(EMAIL))
    locale: OptionalName = Field(None, json_schema_extra=never_null(LOCALE))
    fields: GivenFields = Field({}, description="values of declared fields that an administrator writes")

    @classmethod
    def check_given(cls, given: Mapping[str, Any]) -> None:
        check_registration({name: value for name, value in given.items() if name != "fields"})


class Replacement(Deed):
    """The new address, one of the two, and why."""

    mobile: OptionalName = Field(None, json_schema_extra=never_null(MOBILE))
    email: OptionalName = Field(None, json_schema_extra=never_null(EMAIL))


class ResetDeed(Deed):
    """Where the code goes, and why."""

    channel: Annotated[Literal["email", "sms"] | None, NOT_NULL] = Field(
        None, description="without it, the address at which the user gets messages"
    )
