"""/admin/console/users/create, …/<uuid>/activate, replace-address, export: accounts, their addresses and their data"""

from typing import Any

from flask import Response, json

from gatepost.admin import routes as admin
from gatepost.admin.activate_user import activate_user
from gatepost.admin.bodies import NewUser, Replacement
from gatepost.admin.create_user import create_user
from gatepost.admin.replace_address import replace_address
from gatepost.api.fields import Shape, validate
from gatepost.caller import Caller
from gatepost.console.deeds import Reasoned, deed, reason_of
from gatepost.console.frame import access_of, console_room
from gatepost.console.user_deed import user_deed
from gatepost.contacts.address import Kind
from gatepost.errors import InvalidInput, Reason
from gatepost.exports import routes as exports
from gatepost.exports.export_user import export_user
from gatepost.http.client import client
from gatepost.pages import go_to
from gatepost.pages.words import LANGUAGES, marked

room = console_room("user accounts")


class NewAddress(Reasoned):
    """One of the two."""

    mobile: str | None = None
    email: str | None = None


class Person(NewAddress):
    """A user who is to be."""

    username: str = ""
    locale: str | None = None


@deed(
    room,
    "/admin/console/users/create",
    access=access_of(admin.room, admin.create),
    title=marked("Create a user"),
    explains=marked("The person gets a message with a code, and chooses a password with it."),
    form=Person,
    template="create_user.html",
    back="admin/console/users",
    limit="30/minute",
    load=lambda *, caller: {"languages": sorted(LANGUAGES)},
)
def create(form: Person, caller: Caller) -> Response:
    given = _body(NewUser, form)
    addresses: dict[Kind, str | None] = {"mobile": given.mobile, "email": given.email}
    user = create_user(
        username=given.username,
        addresses=addresses,
        locale=given.locale,
        reason=given.reason,
        caller=caller,
        client=client(),
    )
    return go_to(f"admin/console/users/{user.uuid}?done=create")


@user_deed(
    room,
    "activate",
    access=access_of(admin.room, admin.activate_by_hand),
    title=marked("Activate by hand"),
    explains=marked("The user may log in. Addresses that wait for a proof still wait."),
    fits=lambda user: user["activated_at"] is None,
)
def activate(form: Reasoned, caller: Caller, uuid: str) -> None:
    activate_user(uuid, reason=reason_of(form), caller=caller, client=client())


@user_deed(
    room,
    "replace-address",
    access=access_of(admin.room, admin.replace_address_of_user),
    title=marked("Replace an address"),
    explains=marked(
        "A code goes to the new address, which counts once the user has given that code. Then the old one is told."
    ),
    form=NewAddress,
    template="replace_address.html",
    fits=lambda user: user["status"] == "active",
    limit="30/minute",
)
def replace(form: NewAddress, caller: Caller, uuid: str) -> None:
    given = _body(Replacement, form)
    kinds: dict[Kind, str | None] = {"mobile": given.mobile, "email": given.email}
    addresses = [(kind, value) for kind, value in kinds.items() if value is not None]
    if len(addresses) != 1:
        raise InvalidInput({"email": [Reason("Give one of the two.")]})
    kind, value = addresses[0]
    replace_address(uuid, kind=kind, value=value, reason=given.reason, caller=caller, client=client())


@user_deed(
    room,
    "export",
    access=access_of(exports.room, exports.export_data_of_user),
    title=marked("Export the data"),
    explains=marked("You get a file with all that is stored about the user, without secrets. It is theirs alone."),
    limit="6/minute",
)
def export(form: Reasoned, caller: Caller, uuid: str) -> Response:
    """The file is the answer of the endpoint, so people and programs get the same."""
    data = export_user(uuid, reason=reason_of(form), caller=caller, client=client())
    text = json.dumps({"data": data, "message": "Success!", "status": 200})
    headers = {"Content-Disposition": 'attachment; filename="account.json"'}
    return Response(text, headers=headers, content_type="application/json")


def _body(shape: type[Shape], form: Reasoned) -> Any:
    """The form as the body of the endpoint, so the same texts are right. Raises InvalidInput."""
    return validate(shape, {**form.model_dump(exclude_none=True), "reason": reason_of(form)})
