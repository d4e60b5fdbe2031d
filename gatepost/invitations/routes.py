"""/admin/invitations"""

from collections.abc import Mapping
from typing import Annotated, Any, NotRequired

from pydantic import Field, StringConstraints
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from gatepost.api import Body, OptionalName, Room, client, permits
from gatepost.caller import Caller
from gatepost.contacts.address import Address, Kind, parse_address
from gatepost.errors import (
    EmailTaken,
    InvalidInput,
    InvitationNotFound,
    LacksPermission,
    MobileTaken,
    NotOffered,
    Reason,
    ReauthenticationRequired,
    RoleNotFound,
    TooManyRequests,
)
from gatepost.invitations.find import list_invitations
from gatepost.invitations.invite import invite, withdraw_invitation
from gatepost.invitations.models import Invitation
from gatepost.users.answers import StatusAnswer
from gatepost.users.check_fields import check_fields
from gatepost.users.locale import locale_tag
from gatepost.users.roles import MOST_ROLES, ROLE_PATTERN
from gatepost.users.schemas import EMAIL, LOCALE, MOBILE, never_null

room = Room("invitations")


class Guest(Body):
    """One of mobile and email, the language of the message, and the roles that the new user is given."""

    mobile: OptionalName = Field(None, json_schema_extra=never_null(MOBILE))
    email: OptionalName = Field(None, json_schema_extra=never_null(EMAIL))
    locale: OptionalName = Field(None, json_schema_extra=never_null(LOCALE))
    roles: list[Annotated[str, StringConstraints(pattern=ROLE_PATTERN)]] = Field(
        [], max_length=MOST_ROLES, description="names of roles whose permissions you have: docs/roles.md"
    )

    @classmethod
    def check_given(cls, given: Mapping[str, Any]) -> None:
        check_fields({name: value for name, value in given.items() if name != "roles"})


class InvitationData(TypedDict):
    """An invitation that waits: its address, the roles it gives, the uuid of the user who invited, times (RFC 3339)."""

    id: str
    mobile: NotRequired[str]
    email: NotRequired[str]
    roles: list[str]
    invited_by: str
    created_at: str
    expires_at: str


class InvitationAnswer(TypedDict):
    """One invitation."""

    data: InvitationData
    message: str
    status: int


class InvitationsAnswer(TypedDict):
    """The invitations that wait."""

    data: list[InvitationData]
    message: str
    status: int


@room.post(
    "/admin/invitations",
    access=permits("users:invite"),
    limit="60/minute",
    body=Guest,
    answer=InvitationAnswer,
    status=201,
    refuses=(
        ReauthenticationRequired,
        NotOffered,
        RoleNotFound,
        LacksPermission,
        MobileTaken,
        EmailTaken,
        TooManyRequests,
    ),
)
def invite_guest(body: Guest, caller: Caller) -> InvitationAnswer:
    """Invite somebody by their number or address.

    They get a message with a link that registers once. A later invitation to the same address ends the earlier one.
    With roles they have these from the beginning, if you may still give them then.
    """
    address, locale = read_guest(body.model_dump(exclude={"roles"}))
    invitation = invite(caller, address, roles=body.roles, locale=locale, client=client())
    return {"data": _show(invitation), "message": "The invitation is on its way.", "status": 201}


@room.get(
    "/admin/invitations",
    access=permits("users:invite").or_token("users:invite"),
    limit="120/minute",
    answer=InvitationsAnswer,
)
def get_invitations() -> InvitationsAnswer:
    """List the invitations that wait, the newest first; 200 at most."""
    return {"data": [_show(each) for each in list_invitations()], "message": "Success!", "status": 200}


@room.delete(
    "/admin/invitations/<id:invitation_id>",
    access=permits("users:invite"),
    limit="60/minute",
    answer=StatusAnswer,
    refuses=(ReauthenticationRequired, InvitationNotFound),
)
def end_invitation(invitation_id: str, caller: Caller) -> StatusAnswer:
    """Withdraw an invitation. Its link stops working at once."""
    withdraw_invitation(caller, invitation_id, client=client())
    return {"message": "The invitation was withdrawn.", "status": 200}


def read_guest(given: Mapping[str, Any]) -> tuple[Address, str | None]:
    """The address and the language of somebody to invite, of the members of Guest. Raises InvalidInput."""
    check_fields(given)
    kinds: tuple[Kind, ...] = ("mobile", "email")
    named = [(kind, given[kind]) for kind in kinds if given[kind] is not None]
    if len(named) != 1:
        needed = [Reason("Give either a mobile number or an e-mail address.")]
        raise InvalidInput({"mobile": needed, "email": needed})
    locale = None if given["locale"] is None else locale_tag(given["locale"])
    return parse_address(*named[0]), locale


def _show(invitation: Invitation) -> InvitationData:
    shown: InvitationData = {
        "id": invitation.id,
        "roles": (invitation.roles or "").split(),
        "invited_by": invitation.invited_by,
        "created_at": invitation.created_at.isoformat(timespec="seconds"),
        "expires_at": invitation.expires_at.isoformat(timespec="seconds"),
    }
    shown[invitation.kind] = invitation.value
    return shown
