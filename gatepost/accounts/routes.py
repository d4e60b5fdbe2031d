"""GET /user, GET PATCH DELETE /user/<uuid>"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from gatepost.accounts.delete_user import delete_user
from gatepost.accounts.list_users import list_users
from gatepost.accounts.update_user import update_user
from gatepost.api import Answer, Body, Hot, HotRequest, Name, Query, Room, client, link_to_next, own_or
from gatepost.caller import Caller
from gatepost.contacts.store import pending_of
from gatepost.errors import (
    EmailTaken,
    FactorRequired,
    Forbidden,
    LastAdministrator,
    MobileTaken,
    ReauthenticationRequired,
    TooManyRequests,
    UsernameTaken,
    UserNotFound,
)
from gatepost.fields.given import GivenFields
from gatepost.sessions.authenticate import CALLER, ROLES_OF_CALLER, brings_fields, opens
from gatepost.sessions.routes import forget_cookie_of
from gatepost.users.answers import ChangedAnswer, StatusAnswer, UserAnswer, UsersAnswer, show
from gatepost.users.check_fields import check_fields
from gatepost.users.permissions import are_built_in
from gatepost.users.schemas import EMAIL, GENDER, LOCALE, MOBILE, USERNAME, never_null
from gatepost.users.stored_fields import with_fields_for
from gatepost.users.visible import get_visible_user

room = Room("accounts")


class Listing(Query):
    """Which part of the list."""

    limit: int = Field(50, ge=1, le=200, description="users a page")
    cursor: Annotated[str, StringConstraints(max_length=2048)] | None = Field(
        None, description="from the header Link of the page before"
    )
    sort: Literal["username", "-username", "created", "-created"] = Field("username", description="- is descending")
    q: Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00]*$")] | None = Field(
        None, description="part of a username, an e-mail address or a mobile number"
    )


class Changes(Body):
    """The members that are to change; the others stay."""

    username: Name | None = Field(None, json_schema_extra=never_null(USERNAME))
    email: Annotated[Name, Field(json_schema_extra=EMAIL)] | None = Field(None, description="null removes it")
    mobile: Name | None = Field(None, json_schema_extra=never_null(MOBILE))
    gender: Annotated[Name, Field(json_schema_extra=GENDER)] | None = Field(
        None, description="Male or Female, in any letter case, or null"
    )
    locale: Annotated[Name, Field(json_schema_extra=LOCALE)] | None = Field(
        None, description="language of messages to this user (BCP 47), or null; it is not shown"
    )

    fields: GivenFields = Field({}, description="values of declared fields; null removes one")

    @classmethod
    def check_given(cls, given: Mapping[str, Any]) -> None:
        check_fields(given)


_READ = own_or("users:read").or_token("account:read", "users:read")


def _is_own(asked: HotRequest) -> bool:
    """A refusal for a scope is recorded, and what an own role lets its holder read of the fields is read."""
    if asked.variables["uuid"] != asked.claims["sub"]:
        return False
    for row in asked.rows:  # one, or none
        if not opens(row, _READ.scopes) or (brings_fields(row) and not are_built_in(row[ROLES_OF_CALLER])):
            return False
    return True


@room.get(
    "/user/<uuid:uuid>",
    access=_READ,
    limit="1200/minute",
    answer=UserAnswer,
    refuses=(UserNotFound,),
    hot=Hot(CALLER, usual=_is_own),
)
def get_user(uuid: str, caller: Caller) -> UserAnswer:
    """Get a user. Where USER_DIRECTORY is everyone, it takes no permission."""
    if uuid == caller.uuid:  # authentication has read the caller's own data
        data, stored = show(caller, active=True), caller.fields
    else:
        user = get_visible_user(caller, uuid)
        data, stored = show(user, active=user.is_active), user.fields
    return {"data": with_fields_for(caller, data, stored), "message": "Success!", "status": 200}


@room.get(
    "/user",
    access=_READ,
    limit="600/minute",
    query=Listing,
    answer=UsersAnswer,
)
def get_users(query: Listing, caller: Caller) -> Answer:
    """List users. Where USER_DIRECTORY is everyone, it takes no permission.

    The next page is in the header `Link`, with `rel="next"`.
    """
    page = list_users(caller, limit=query.limit, sort=query.sort, cursor=query.cursor, q=query.q)
    asked = query.model_dump(exclude_defaults=True) | {"limit": query.limit}
    link = link_to_next("/user", asked, page.next_cursor)
    return Answer({"data": page.users, "message": "Success!", "status": 200}, link)


@room.patch(
    "/user/<uuid:uuid>",
    access=own_or("users:write").or_token("account:write", "users:write"),
    limit="60/minute",
    body=Changes,
    answer=ChangedAnswer,
    refuses=(
        UserNotFound,
        Forbidden,
        UsernameTaken,
        MobileTaken,
        EmailTaken,
        ReauthenticationRequired,
        FactorRequired,
        TooManyRequests,
    ),
)
def patch_user(uuid: str, body: Changes, caller: Caller) -> ChangedAnswer:
    """Change a user: yourself, or another.

    Where CHANGE_PROOF is on, a new mobile number or e-mail address is named in `pending`, and the old one counts until
    the new one is proven. The old address is told. A user with a second factor must have proven it lately.
    """
    user = update_user(caller, uuid, body.model_dump(exclude_unset=True), client=client())
    data = with_fields_for(caller, show(user, active=user.is_active), user.fields)
    answer: ChangedAnswer = {"data": data, "message": "Success!", "status": 200}
    if pending := pending_of(user.uuid):
        answer["pending"] = pending
    return answer


@room.delete(
    "/user/<uuid:uuid>",
    access=own_or("users:write", recent=True),
    limit="30/minute",
    answer=StatusAnswer,
    refuses=(UserNotFound, Forbidden, LastAdministrator),
)
def remove_user(uuid: str, caller: Caller) -> StatusAnswer:
    """Delete a user: yourself, or another; not the last administrator."""
    delete_user(caller, uuid)
    if uuid == caller.uuid:
        forget_cookie_of(caller)
    return {"message": "User deleted.", "status": 200}
