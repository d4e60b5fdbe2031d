"""/admin/console/invitations: those that wait, another one, and one that is withdrawn."""

from typing import Any

from flask import Response

from gatepost.caller import Caller
from gatepost.console.deeds import deed
from gatepost.console.frame import access_of, console_room, is_on, show
from gatepost.errors import InvitationNotFound
from gatepost.http.access import permits
from gatepost.http.client import client
from gatepost.http.form import Form
from gatepost.invitations import routes as invitations
from gatepost.invitations.find import list_invitations
from gatepost.invitations.invite import invite, withdraw_invitation
from gatepost.pages.words import LANGUAGES, marked

room = console_room("invitations")
_DEED = permits("users:invite", recent=True)  # the deeds ask for a recent log-in, too
_HERE = "admin/console/invitations"


class Guest(Form):
    """A mobile number or an e-mail address, and the language of the message."""

    mobile: str | None = None
    email: str | None = None
    locale: str | None = None


class Nothing(Form):
    """A form that is a button."""


@room.page(
    "/admin/console/invitations",
    access=access_of(invitations.room, invitations.get_invitations),
    limit="120/minute",
    shown_if=is_on,
)
def show_invitations(caller: Caller) -> Response:
    return show("invitations.html", caller, invitations=list_invitations())


@deed(
    room,
    "/admin/console/invitations/create",
    access=_DEED,
    title=marked("Invite somebody"),
    explains=marked("They get a message with a link that registers once. An earlier one to the same address ends."),
    form=Guest,
    template="invite.html",
    back=_HERE,
    load=lambda *, caller: {"languages": sorted(LANGUAGES)},
)
def send_invitation(form: Guest, caller: Caller) -> None:
    address, locale = invitations.read_guest(form.model_dump())
    invite(caller, address, locale=locale, client=client())


def _to(*, caller: Caller, invitation_id: str) -> dict[str, Any]:
    for each in list_invitations():
        if each.id == invitation_id:
            return {"about": each.value}
    raise InvitationNotFound


@deed(
    room,
    "/admin/console/invitations/<id:invitation_id>/withdraw",
    access=_DEED,
    title=marked("Withdraw the invitation"),
    explains=marked("Its link stops working at once."),
    form=Nothing,
    template="withdraw.html",
    back=_HERE,
    load=_to,
)
def withdraw(form: Nothing, caller: Caller, invitation_id: str) -> None:
    withdraw_invitation(caller, invitation_id, client=client())
