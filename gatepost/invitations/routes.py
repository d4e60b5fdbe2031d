"""/admin/invitations"""

from collections.abc import Mapping
from typing import Any, NotRequired

from pydantic import Field
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from gatepost.api import ADMIN, Body, OptionalName, Room, client
from gatepost.caller import Caller
from gatepost.contacts.address import Address, Kind, parse_address
from gatepost.errors import (
    EmailTaken,
    InvalidInput,
    InvitationNotFound,
    MobileTaken,
    NotOffered,
    ReauthenticationRequired,
    TooManyRequests,
)
from gatepost.invitations.find import list_invitations
from gatepost.invitations.invite import invite, withdraw_invitation
from gatepost.invitations.models import Invitation
from gatepost.users.answers import StatusAnswer
from gatepost.users.check_fields import check_fields
from gatepost.users.locale import locale_tag
from gatepost.users.schemas import EMAIL, LOCALE, MOBILE, never_null

room = Room("invitations")


class Guest(Body):
    """One of mobile and email, and the language of the message."""

    mobile: OptionalName = Field(None, json_schema_extra=never_null(MOBILE))
    email: OptionalName = Field(None, json_schema_extra=never_null(EMAIL))
    locale: OptionalName = Field(None, json_schema_extra=never_null(LOCALE))

    @classmethod
    def check_given(cls, given: Mapping[str, Any]) -> None:
        check_fields(given)


class InvitationData(TypedDict):
    """An invitation that waits: its address, the uuid of the administrator, and times (RFC 3339)."""

    id: str
    mobile: NotRequired[str]
    email: NotRequired[str]
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
    access=ADMIN,
    limit="60/minute",
    body=Guest,
    answer=InvitationAnswer,
    status=201,
    refuses=(ReauthenticationRequired, NotOffered, MobileTaken, EmailTaken, TooManyRequests),
)
def invite_guest(body: Guest, caller: Caller) -> InvitationAnswer:
    """Invite somebody by their number or address, as an administrator.

    They get a message with a link that registers once. A later invitation to the same address ends the earlier one.
    """
    check_fields(body.model_dump())
    locale = None if body.locale is None else locale_tag(body.locale)
    invitation = invite(caller, _address(body), locale=locale, client=client())
    return {"data": _show(invitation), "message": "The invitation is on its way.", "status": 201}


@room.get("/admin/invitations", access=ADMIN, limit="120/minute", answer=InvitationsAnswer)
def get_invitations() -> InvitationsAnswer:
    """List the invitations that wait, the newest first, as an administrator; 200 at most."""
    return {"data": [_show(each) for each in list_invitations()], "message": "Success!", "status": 200}


@room.delete(
    "/admin/invitations/<id:invitation_id>",
    access=ADMIN,
    limit="60/minute",
    answer=StatusAnswer,
    refuses=(ReauthenticationRequired, InvitationNotFound),
)
def end_invitation(invitation_id: str, caller: Caller) -> StatusAnswer:
    """Withdraw an invitation, as an administrator. Its link stops working at once."""
    withdraw_invitation(caller, invitation_id, client=client())
    return {"message": "The invitation was withdrawn.", "status": 200}


def _address(body: Guest) -> Address:
    given: dict[Kind, str | None] = {"mobile": body.mobile, "email": body.email}
    named = [(kind, value) for kind, value in given.items() if value is not None]
    if len(named) != 1:
        needed = ["Give either a mobile number or an e-mail address."]
        raise InvalidInput({"mobile": needed, "email": needed})
    return parse_address(*named[0])


def _show(invitation: Invitation) -> InvitationData:
    shown: InvitationData = {
        "id": invitation.id,
        "invited_by": invitation.invited_by,
        "created_at": invitation.created_at.isoformat(timespec="seconds"),
        "expires_at": invitation.expires_at.isoformat(timespec="seconds"),
    }
    shown[invitation.kind] = invitation.value
    return shown
