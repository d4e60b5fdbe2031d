"""/admin/console/users/<uuid>/impersonate: see the pages of a user's account, in the same browser, for a while"""

from flask import Response

from gatepost.admin.answers import SeenUser
from gatepost.caller import Caller
from gatepost.console.deeds import Reasoned, reason_of
from gatepost.console.frame import access_of, console_room
from gatepost.console.user_deed import user_deed
from gatepost.errors import NotOffered
from gatepost.http.acting_cookie import remember_acting
from gatepost.http.client import client
from gatepost.impersonation import routes as impersonation
from gatepost.impersonation.begin import begin_impersonation
from gatepost.pages import go_to
from gatepost.pages.words import marked
from gatepost.permissions import ADMINISTRATOR
from gatepost.settings import current_settings

room = console_room("impersonation")


def _fits(user: SeenUser) -> bool:
    """Whether there are pages to see, and somebody as whom staff may act."""
    return current_settings().account_pages and user["status"] == "active" and ADMINISTRATOR not in user["roles"]


@user_deed(
    room,
    "impersonate",
    access=access_of(impersonation.room, impersonation.impersonate),
    title=marked("Act as the user"),
    explains=marked(
        "For a quarter of an hour you see the pages of the account, and change nothing. The user sees that you do."
    ),
    fits=_fits,
    limit="10/minute",
)
def impersonate(form: Reasoned, caller: Caller, uuid: str) -> Response:
    if not current_settings().account_pages:
        raise NotOffered
    token, ends_at = begin_impersonation(uuid, reason=reason_of(form), caller=caller, client=client())
    remember_acting(token, ends_at=ends_at)
    return go_to("account")
