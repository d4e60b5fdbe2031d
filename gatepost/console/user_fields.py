"""GET and POST /admin/console/users/<uuid>/fields: the declared fields of a user that staff write."""

from typing import Any

from gatepost.accounts.update_user import update_user
from gatepost.caller import Caller
from gatepost.console.deeds import Reasoned, reason_of
from gatepost.console.frame import console_room
from gatepost.console.user_deed import user_deed
from gatepost.fields.declared import Fields, writable
from gatepost.fields.form import inputs, typed_changes
from gatepost.fields.kinds import Who
from gatepost.http.access import permits
from gatepost.http.client import client
from gatepost.http.form import read_form
from gatepost.http.present import present
from gatepost.pages.words import marked
from gatepost.users.models import User, get_user

room = console_room("user fields")
STAFF: frozenset[Who] = frozenset({"administrator"})


def _written() -> Fields:
    return writable(STAFF)


def _shown(user: User, _caller: Caller) -> dict[str, Any]:
    typed = read_form() if present()["REQUEST_METHOD"] == "POST" else None
    return {"inputs": inputs(_written(), user.fields, typed)}


@user_deed(
    room,
    "fields",
    access=permits("users:write", recent=True),
    title=marked("Change the fields"),
    explains=marked("Only what you change is written. The record names the fields, and not their values."),
    form=Reasoned,
    template="user_fields.html",
    fits=lambda user: bool(_written()),
    own=True,
    more=_shown,
)
def change_fields(form: Reasoned, caller: Caller, uuid: str) -> None:
    """The deed is that of PATCH /user/<uuid>, with a reason."""
    changes = typed_changes(_written(), get_user(uuid).fields, read_form())
    update_user(caller, uuid, {"fields": changes}, client=client(), reason=reason_of(form))
